//! Items as the service spells them.

/// An order, with attributes of every type beside its fields.
pub(super) const ORDER: &str = r#"{"customer":{"S":"ann"},"number":{"N":"1"},"status":{"S":"open"},"placedAt":{"S":"2026-11-01"},"courier":{"S":"b\"\u00e9\ud83d\ude00é"},"total":{"N":"-100"},"note":{"NULL":true},"labels":{"SS":["x","y"]},"lines":{"L":[{"M":{"article":{"S":"a"},"count":{"N":"2"}}}]},"unknown":{"M":{"k":{"L":[{"NULL":true},{"BOOL":false},{"B":"AAE="},{"BS":["AA=="]},{"NS":["1","2"]},{"SS":["a\n"]},{"S":"\\"}]}}},"address":{"M":{"city":{"S":"Ulm"},"street":{"S":"x"}}}}"#;

/// One of everything.
pub(super) const EVERYTHING: &str = r#"{"id":{"B":"aWQ="},"text":{"S":"a\"é\n"},"flag":{"BOOL":true},"maybe_flag":{"BOOL":false},"tiny":{"N":"-128"},"long":{"N":"18446744073709551615"},"huge":{"N":"-10000000000000000000000000000000000000"},"unsigned":{"N":"10000000000000000000000000000000000000"},"single":{"N":"0.1"},"double":{"N":"1E+100"},"bytes":{"B":""},"list":{"L":[{"S":"b"},{"S":""}]},"holes":{"L":[{"N":"1"},{"NULL":true}]},"map":{"M":{"k":{"N":"-1"}}},"optional_map":{"M":{"k":{"NULL":true},"l":{"S":"x"}}},"strings":{"SS":["x","😀"]},"statuses":{"SS":["arrived","open"]},"numbers":{"NS":["-1","2"]},"blobs":{"BS":["AA==","/w=="]},"boxed":{"M":{"city":{"S":"Ulm"}}},"documents":{"L":[{"M":{"city":{"S":"Ulm"},"street":{"S":"x"}}}]},"foreign":{"M":{"Data":{"M":{"number":{"N":"1"},"texts":{"L":[{"S":"t"}]}}}}},"maybe_foreign":{"S":"Unit"},"defaulted":{"N":"7"},"re-named.attribute":{"S":"r"}}"#;

/// A parcel: with flattened structs, tagged enums and attributes that only its map takes.
pub(super) const PARCEL: &str = r#"{"id":{"S":"p"},"sent":{"N":"5"},"took":{"NULL":true},"pauses":{"L":[{"N":"1"}]},"width":{"N":"2"},"grams":{"N":"3"},"extra":{"L":[{"M":{"a":{"NULL":true}}},{"S":"x"}]},"receivedBy":{"S":"bob"},"after":{"N":"9"},"event":{"S":"handed_over"},"history":{"L":[{"M":{"event":{"S":"registered"},"more":{"BOOL":true}}},{"M":{"places":{"L":[{"S":"Ulm"}]},"event":{"S":"Lost!"}}}]},"priority":{"N":"1"}}"#;

/// A page of keys.
pub(super) const KEYS: &str = r#"{"Count":2,"Items":[{"customer":{"S":"ann"},"number":{"N":"1"}},{"number":{"N":"2"},"customer":{"S":"ann"}}],"ScannedCount":2}"#;
