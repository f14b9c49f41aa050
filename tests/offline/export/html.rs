//! The page of tables for a browser.

use dynamo_runtime::schema::{AttributeDefinition, IndexSchema, TableSchema};

use super::{all, golden};

#[test]
fn a_page_has_all_tables() {
    let page = all().html("All \u{2014} tables");
    assert_eq!(page, golden("tables.html", &page));
}

#[test]
fn names_and_policies_are_shown_as_they_are() {
    const BAD: &str = "<script>alert('a')</script>&\"\u{1}";
    static INDEX: IndexSchema =
        IndexSchema::global(BAD, &[AttributeDefinition::key::<String>(BAD)], &[]);
    static INDEXES: [&IndexSchema; 1] = [&INDEX];
    let schema = TableSchema::new("Bad", AttributeDefinition::key::<String>(BAD));
    let schema = schema.indexes(&INDEXES).resource_policy(BAD).tags(&[(BAD, BAD)]);
    let page = schema.export_as(BAD).html(BAD);
    assert!(!page.contains("<script"), "{page}");
    assert!(page.contains("&lt;script&gt;alert(&#39;a&#39;)&lt;/script&gt;&amp;&quot;\\u{1}"));
    assert_eq!(page.matches("alert(").count(), page.matches("alert(&#39;a&#39;)").count());
}

#[test]
fn a_page_asks_for_nothing() {
    let page = all().html("t");
    let known = ["href=\"#table", "href=\"data:,\""];
    let asked = page
        .match_indices("href=")
        .filter(|(at, _)| known.iter().all(|known| !page[*at..].starts_with(known)));
    assert_eq!(asked.count(), 0);
    for asks in [" src=", "@import", "url(", "<script"] {
        assert!(!page.contains(asks), "{asks}");
    }
    assert!(page.contains("default-src 'none'"));
}
