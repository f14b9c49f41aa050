//! Names: whether DynamoDB takes a table's, and whether two are the same.

use crate::error::Error;

/// Returns the name, if it is one that DynamoDB takes: "Naming rules and data types" of the guide.
pub(crate) fn checked_table_name(name: &str) -> Result<&str, Error> {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte);
    if (3..=255).contains(&name.len()) && name.bytes().all(known) {
        return Ok(name);
    }
    let rule =
        "a table name must have 3 to 255 of the characters `a-z`, `A-Z`, `0-9`, `_`, `.` and `-`";
    Err(Error::invalid(name, rule))
}

/// Whether the texts are equal, while compiling.
pub(crate) const fn same(one: &str, two: &str) -> bool {
    let (one, two) = (one.as_bytes(), two.as_bytes());
    let mut same = 0;
    while same < one.len() && same < two.len() && one[same] == two[same] {
        same += 1;
    }
    same == one.len() && same == two.len()
}
