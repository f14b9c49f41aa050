//! A response in; whether it refuses the request for good, so that there is nothing to go on with, out.

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

use crate::client::wire::read::{members, text_of};

/// What is wrong with the item or with another action, not with the request: the SDK sends neither again.
const FINAL: [&str; 2] = [
    "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",
    "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
];

/// Whether the response may be such a refusal, once its body is known.
pub(super) fn may_be_final(response: &HttpResponse) -> bool {
    response.status().as_u16() == 400 && response.headers().get("x-amzn-errortype").is_none()
}

/// Whether the body is one of them.
pub(super) fn is_final(body: &[u8]) -> bool {
    let mut is_final = false;
    let read = text_of(body).and_then(|text| {
        members(text, &mut |name, from| match name {
            "__type" => from.json_string().map(|code| is_final = FINAL.contains(&code.as_str())),
            // The SDK would go by it.
            "code" => from.json_refuse(),
            _ => Some(()),
        })
    });
    is_final && read.is_ok()
}

#[cfg(test)]
mod tests {
    use super::is_final;

    #[test]
    fn a_refusal_is_final_by_its_type_alone() {
        let named = |name: &str| format!("\"__type\":\"com.amazonaws.dynamodb.v20120810#{name}\"");
        let failed = named("ConditionalCheckFailedException");
        let throttled = named("ThrottlingException");
        for body in [
            format!("{{{failed}}}"),
            format!("{{\"message\":\"no\",{failed},\"Item\":{{\"id\":{{\"S\":\"a\"}}}}}}"),
            format!("{{{throttled},{failed}}}"),
            format!("{{{},\"CancellationReasons\":[]}}", named("TransactionCanceledException")),
        ] {
            assert!(is_final(body.as_bytes()), "{body}");
        }
        for body in [
            String::new(),
            "[]".to_owned(),
            format!("{{{throttled}}}"),
            format!("{{{failed},{throttled}}}"),
            format!("{{{throttled},\"message\":{failed:?}}}"),
            format!("{{{throttled},\"Item\":{{{failed}}}}}"),
            format!("{{{failed},\"code\":\"ThrottlingException\"}}"),
            format!("{{{failed}"),
            format!("{{{failed}}} ") + "{}",
            "{\"__type\":\"ConditionalCheckFailedException\"}".to_owned(),
            "{\"__type\":{}}".to_owned(),
        ] {
            assert!(!is_final(body.as_bytes()), "{body}");
        }
    }
}
