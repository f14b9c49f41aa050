//! Conditions as the mapper takes them, each with what it means.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Debug;

use dynamo_runtime::codec::{Attribute, Encode, kind};
use dynamo_runtime::expr::{IntoOperand, Size, all, any};
use dynamo_runtime::{Condition, Path, schema::AttributeType};
use proptest::bool;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::items::{self, Inner, Nested, Sample};
use super::model::Step::{Key, Nth};
use super::model::{Meaning, Operator, Side, Steps, Stored};

/// A condition, and what it means.
#[derive(Debug, Clone)]
pub(super) struct Case {
    pub(super) condition: Condition<Sample>,
    pub(super) meaning: Meaning,
}

/// Where an attribute of type `V` is: as the mapper names it, and step by step.
#[derive(Debug)]
struct Place<V: 'static>(fn() -> Path<Sample, V>, Steps);

impl<V> Clone for Place<V> {
    fn clone(&self) -> Self {
        Self(self.0, self.1)
    }
}

/// A type that samples have attributes of.
trait Sampled: Clone + Debug + Encode + Attribute + 'static {
    fn places() -> Vec<Place<Self>>;
    fn values() -> BoxedStrategy<Self>;
    fn stored(self) -> Stored;
}

macro_rules! sampled {
    ($($type:ty, $values:expr, $stored:expr, [$($path:expr => $steps:expr),*];)*) => {$(
        impl Sampled for $type {
            fn places() -> Vec<Place<Self>> {
                vec![$(Place(|| $path, &$steps)),*]
            }

            fn values() -> BoxedStrategy<Self> {
                $values
            }

            fn stored(self) -> Stored {
                $stored(self)
            }
        }
    )*};
}

sampled! {
    String, items::text(), Stored::S, [
        Sample::TEXT => [Key("text")],
        Sample::OTHER => [Key("other")],
        Sample::NESTED.at(Nested::NAME) => [Key("nested"), Key("name")]
    ];
    i64, items::number(), Stored::N, [
        Sample::NUMBER => [Key("number")],
        Sample::SECOND => [Key("second")],
        Sample::NESTED.at(Nested::COUNT) => [Key("nested"), Key("count")]
    ];
    Vec<u8>, items::bytes(), Stored::B, [Sample::BYTES => [Key("bytes")]];
    bool, bool::ANY.boxed(), Stored::Bool, [Sample::FLAG => [Key("flag")]];
    Vec<String>, items::list(), |list: Self| Stored::L(list.into_iter().map(Stored::S).collect()), [
        Sample::LIST => [Key("list")]
    ];
    HashMap<String, i64>, items::counts(),
        |map: Self| Stored::M(map.into_iter().map(|(key, value)| (key, Stored::N(value))).collect()),
        [Sample::COUNTS => [Key("counts")]];
    BTreeSet<String>, items::set(items::text()), Stored::Ss, [Sample::WORDS => [Key("words")]];
    BTreeSet<i64>, items::set(items::number()), Stored::Ns, [Sample::DIGITS => [Key("digits")]];
    BTreeSet<Vec<u8>>, items::set(items::bytes()), Stored::Bs, [Sample::BLOBS => [Key("blobs")]];
}

/// The right side of a comparison.
#[derive(Debug, Clone)]
enum Right<V: 'static> {
    Value(V),
    Path(Place<V>),
}

impl<V: Sampled> Right<V> {
    fn side(&self) -> Side {
        match self {
            Self::Value(value) => Side::Value(value.clone().stored()),
            Self::Path(Place(_, steps)) => Side::At(steps),
        }
    }
}

fn place<V: Sampled>() -> impl Strategy<Value = Place<V>> + Clone {
    select(V::places())
}

fn right<V: Sampled>() -> impl Strategy<Value = Right<V>> + Clone {
    prop_oneof![2 => V::values().prop_map(Right::Value), 1 => place().prop_map(Right::Path)]
}

/// A place and sides that are not the place itself, which no condition compares with itself.
fn sides<V: Sampled, const N: usize>() -> impl Strategy<Value = (Place<V>, [Right<V>; N])> {
    let sides = (place::<V>(), [(); N].map(|()| right::<V>()));
    sides.prop_filter("an attribute is compared with itself", |(place, sides)| {
        sides.iter().all(|side| side.side() != Side::At(place.1))
    })
}

fn equal<V: Sampled>() -> BoxedStrategy<Case> {
    let compare = (sides::<V, 1>(), bool::ANY).prop_map(|((Place(path, steps), [right]), not)| {
        let operator = if not { Operator::Ne } else { Operator::Eq };
        let meaning = Meaning::Compare(Side::At(steps), operator, right.side());
        let condition = match (not, right) {
            (false, Right::Value(value)) => path().eq(value),
            (false, Right::Path(Place(other, _))) => path().eq(other()),
            (true, Right::Value(value)) => path().ne(value),
            (true, Right::Path(Place(other, _))) => path().ne(other()),
        };
        Case { condition, meaning }
    });
    let one_of = (place::<V>(), vec(V::values(), 0..4)).prop_map(|(Place(path, steps), values)| {
        let sides = values.iter().map(|value| Side::Value(value.clone().stored())).collect();
        let meaning = Meaning::In(Side::At(steps), sides);
        Case { condition: path().is_in(values), meaning }
    });
    prop_oneof![2 => compare, 1 => one_of].boxed()
}

fn compare<V: Attribute<Kind: kind::Ordered>, R, M>(
    path: Path<Sample, V, R>,
    operator: Operator,
    right: impl IntoOperand<Sample, V, M>,
) -> Condition<Sample> {
    match operator {
        Operator::Eq => path.eq(right),
        Operator::Ne => path.ne(right),
        Operator::Lt => path.lt(right),
        Operator::Le => path.le(right),
        Operator::Gt => path.gt(right),
        Operator::Ge => path.ge(right),
    }
}

fn operator() -> impl Strategy<Value = Operator> + Clone {
    use Operator::{Eq, Ge, Gt, Le, Lt, Ne};
    select(vec![Eq, Ne, Lt, Le, Gt, Ge])
}

fn ordered<V: Sampled + PartialOrd + Attribute<Kind: kind::Ordered>>() -> BoxedStrategy<Case> {
    let compared =
        (sides::<V, 1>(), operator()).prop_map(|((Place(path, steps), [right]), operator)| {
            let meaning = Meaning::Compare(Side::At(steps), operator, right.side());
            let condition = match right {
                Right::Value(value) => compare(path(), operator, value),
                Right::Path(Place(other, _)) => compare(path(), operator, other()),
            };
            Case { condition, meaning }
        });
    let between = sides::<V, 2>().prop_map(|(Place(path, steps), [low, high])| {
        let (low, high) = match (low, high) {
            // DynamoDB refuses values the wrong way round; dynoxide accepts them in a filter.
            (Right::Value(low), Right::Value(high)) if low > high => {
                (Right::Value(high), Right::Value(low))
            }
            sides => sides,
        };
        let meaning = Meaning::Between(Side::At(steps), low.side(), high.side());
        let condition = match (low, high) {
            (Right::Value(low), Right::Value(high)) => path().between(low, high),
            (Right::Value(low), Right::Path(Place(high, _))) => path().between(low, high()),
            (Right::Path(Place(low, _)), Right::Value(high)) => path().between(low(), high),
            (Right::Path(Place(low, _)), Right::Path(Place(high, _))) => {
                path().between(low(), high())
            }
        };
        Case { condition, meaning }
    });
    prop_oneof![2 => compared, 1 => between].boxed()
}

fn prefixed<V: Sampled + Attribute<Kind: kind::Prefixed>>() -> BoxedStrategy<Case> {
    let cases = sides::<V, 1>().prop_map(|(Place(path, steps), [start])| {
        let meaning = Meaning::BeginsWith(steps, start.side());
        let condition = match start {
            Right::Value(start) => path().begins_with(start),
            Right::Path(Place(start, _)) => path().begins_with(start()),
        };
        Case { condition, meaning }
    });
    cases.boxed()
}

fn containing<V, E: Sampled>() -> BoxedStrategy<Case>
where
    V: Sampled + Attribute<Kind: kind::Containing<V::Required, Element = E>>,
{
    let sides = (place::<V>(), right::<E>());
    let sides = sides.prop_filter("an attribute is searched for itself", |(place, element)| {
        element.side() != Side::At(place.1)
    });
    let cases = sides.prop_map(|(Place(path, steps), element)| {
        let meaning = Meaning::Contains(steps, element.side());
        let condition = match element {
            Right::Value(element) => path().contains(element),
            Right::Path(Place(element, _)) => path().contains(element()),
        };
        Case { condition, meaning }
    });
    cases.boxed()
}

/// Whether there is an attribute, and of which type.
fn present<V: Sampled>() -> BoxedStrategy<Case> {
    use AttributeType::{B, Bool, Bs, L, M, N, Ns, Null, S, Ss};
    let types = [S, N, B, Bool, L, M, Ss, Ns, Bs, Null];
    let names = ["S", "N", "B", "BOOL", "L", "M", "SS", "NS", "BS", "NULL"];
    let exists = place::<V>().prop_map(|Place(path, steps)| Case {
        condition: path().exists(),
        meaning: Meaning::Exists(steps),
    });
    let absent = place::<V>().prop_map(|Place(path, steps)| Case {
        condition: path().not_exists(),
        meaning: Meaning::Not(Box::new(Meaning::Exists(steps))),
    });
    let of_type = (place::<V>(), 0..types.len()).prop_map(move |(Place(path, steps), nth)| Case {
        condition: path().attribute_type(types[nth]),
        meaning: Meaning::IsOfType(steps, names[nth]),
    });
    prop_oneof![exists, absent, of_type].boxed()
}

fn compare_size<M>(
    size: Size<Sample>,
    operator: Operator,
    right: impl IntoOperand<Sample, Size<Sample>, M>,
) -> Condition<Sample> {
    match operator {
        Operator::Eq => size.eq(right),
        Operator::Ne => size.ne(right),
        Operator::Lt => size.lt(right),
        Operator::Le => size.le(right),
        Operator::Gt => size.gt(right),
        Operator::Ge => size.ge(right),
    }
}

/// The size of an attribute beside values.
fn measured<V: Sampled + Attribute<Kind: kind::Measured>>() -> BoxedStrategy<Case> {
    let number = |size: u64| Side::Value(Stored::N(i64::try_from(size).expect("a small number")));
    let compared = (place::<V>(), operator(), 0..4_u64);
    let compared = compared.prop_map(move |(Place(path, steps), operator, size)| Case {
        condition: compare_size(path().size(), operator, size),
        meaning: Meaning::Compare(Side::Size(steps), operator, number(size)),
    });
    let between = (place::<V>(), 0..3_u64).prop_map(move |(Place(path, steps), low)| Case {
        condition: path().size().between(low, low + 1),
        meaning: Meaning::Between(Side::Size(steps), number(low), number(low + 1)),
    });
    let one_of = (place::<V>(), vec(0..4_u64, 0..3));
    let one_of = one_of.prop_map(move |(Place(path, steps), sizes)| Case {
        condition: path().size().is_in(sizes.clone()),
        meaning: Meaning::In(Side::Size(steps), sizes.into_iter().map(number).collect()),
    });
    prop_oneof![compared, between, one_of].boxed()
}

/// The size of an attribute beside numbers and other sizes.
fn measured_beside<V: Sampled + Attribute<Kind: kind::Measured>>() -> BoxedStrategy<Case> {
    let beside = (place::<V>(), operator(), place::<i64>());
    let number =
        beside.clone().prop_map(|(Place(path, steps), operator, Place(number, at))| Case {
            condition: compare_size(path().size(), operator, number()),
            meaning: Meaning::Compare(Side::Size(steps), operator, Side::At(at)),
        });
    let size = beside.clone().prop_map(|(Place(path, steps), operator, Place(number, at))| Case {
        condition: compare(number(), operator, path().size()),
        meaning: Meaning::Compare(Side::At(at), operator, Side::Size(steps)),
    });
    let end = beside.prop_map(|(Place(path, steps), _, Place(number, at))| Case {
        condition: number().between(1, path().size()),
        meaning: Meaning::Between(Side::At(at), Side::Value(Stored::N(1)), Side::Size(steps)),
    });
    let sizes = (place::<V>(), operator(), place::<String>());
    let sizes = sizes.prop_map(|(Place(path, steps), operator, Place(text, other))| Case {
        condition: compare_size(path().size(), operator, text().size()),
        meaning: Meaning::Compare(Side::Size(steps), operator, Side::Size(other)),
    });
    prop_oneof![number, size, end, sizes].boxed()
}

/// Elements of lists and entries of maps, beside values and other attributes.
fn elements() -> BoxedStrategy<Case> {
    const ELEMENT: Side = Side::At(&[Key("list"), Nth(0)]);
    const ENTRY: Side = Side::At(&[Key("counts"), Key("b c")]);
    const NUMBER: Side = Side::At(&[Key("number")]);
    const DEEP: Side = Side::At(&[Key("nested"), Key("inner"), Nth(1), Key("name")]);
    let (element, entry) = (|| Sample::LIST.index(0), || Sample::COUNTS.key("b c"));
    let with_value = (items::text(), operator()).prop_map(move |(text, operator)| Case {
        meaning: Meaning::Compare(ELEMENT, operator, Side::Value(Stored::S(text.clone()))),
        condition: compare(element(), operator, text),
    });
    let left = operator().prop_map(move |operator| Case {
        condition: compare(entry(), operator, Sample::NUMBER),
        meaning: Meaning::Compare(ENTRY, operator, NUMBER),
    });
    let right = operator().prop_map(move |operator| Case {
        condition: compare(Sample::NUMBER, operator, entry()),
        meaning: Meaning::Compare(NUMBER, operator, ENTRY),
    });
    let start = items::text().prop_map(move |text| Case {
        meaning: Meaning::BeginsWith(&[Key("list"), Nth(0)], Side::Value(Stored::S(text.clone()))),
        condition: element().begins_with(text),
    });
    let deep = (items::text(), operator()).prop_map(move |(text, operator)| Case {
        meaning: Meaning::Compare(DEEP, operator, Side::Value(Stored::S(text.clone()))),
        condition: compare(
            Sample::NESTED.at(Nested::INNER).index(1).at(Inner::NAME),
            operator,
            text,
        ),
    });
    prop_oneof![with_value, left, right, start, deep].boxed()
}

/// A condition without others in it.
fn simple() -> BoxedStrategy<Case> {
    let equal = prop_oneof![
        equal::<String>(),
        equal::<i64>(),
        equal::<Vec<u8>>(),
        equal::<bool>(),
        equal::<Vec<String>>(),
        equal::<HashMap<String, i64>>(),
        equal::<BTreeSet<String>>(),
        equal::<BTreeSet<i64>>(),
        equal::<BTreeSet<Vec<u8>>>(),
    ];
    let ordered = prop_oneof![ordered::<String>(), ordered::<i64>(), ordered::<Vec<u8>>()];
    let prefixed = prop_oneof![prefixed::<String>(), prefixed::<Vec<u8>>()];
    let containing = prop_oneof![
        containing::<String, _>(),
        containing::<Vec<u8>, _>(),
        containing::<Vec<String>, _>(),
        containing::<BTreeSet<String>, _>(),
        containing::<BTreeSet<i64>, _>(),
        containing::<BTreeSet<Vec<u8>>, _>(),
    ];
    let present =
        prop_oneof![present::<String>(), present::<i64>(), present::<HashMap<String, i64>>()];
    let measured = prop_oneof![
        measured::<String>(),
        measured::<Vec<u8>>(),
        measured::<Vec<String>>(),
        measured::<HashMap<String, i64>>(),
        measured::<BTreeSet<i64>>(),
        measured_beside::<String>(),
        measured_beside::<BTreeSet<Vec<u8>>>(),
    ];
    prop_oneof![equal, ordered, prefixed, containing, present, measured, elements()].boxed()
}

/// Any condition.
pub(super) fn case() -> BoxedStrategy<Case> {
    let joined = |inner: BoxedStrategy<Case>| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(one, two)| Case {
                condition: one.condition & two.condition,
                meaning: Meaning::All(vec![one.meaning, two.meaning]),
            }),
            (inner.clone(), inner.clone()).prop_map(|(one, two)| Case {
                condition: one.condition | two.condition,
                meaning: Meaning::Any(vec![one.meaning, two.meaning]),
            }),
            inner.clone().prop_map(|case| Case {
                condition: !case.condition,
                meaning: Meaning::Not(Box::new(case.meaning)),
            }),
            vec(inner.clone(), 1..4).prop_map(|cases| {
                let (conditions, meanings) = unzip(cases);
                Case { condition: all(conditions), meaning: Meaning::All(meanings) }
            }),
            vec(inner, 0..4).prop_map(|cases| {
                let (conditions, meanings) = unzip(cases);
                Case { condition: any(conditions), meaning: Meaning::Any(meanings) }
            }),
        ]
    };
    simple().prop_recursive(3, 12, 3, joined).boxed()
}

fn unzip(cases: Vec<Case>) -> (Vec<Condition<Sample>>, Vec<Meaning>) {
    cases.into_iter().map(|case| (case.condition, case.meaning)).unzip()
}
