//! What must hold for an item, whatever its type: a tree of comparisons and functions in, an expression out.

use aws_sdk_dynamodb::types::AttributeValue;

use super::operand::Operand;
use super::path::DocumentPath;
use super::placeholders::Writer;
use crate::codec::value::Value;
use crate::error::Mistake;
use crate::schema::TableSchema;

/// "Service, account, and table quotas" of the DynamoDB guide.
const MAX_OPERATORS: usize = 300;
/// "Comparison operator and function reference" of the DynamoDB guide.
const MAX_IN_OPERANDS: usize = 100;

pub(super) const TOO_MANY_OPERATORS: &str = "a condition has more than 300 operators";

const AND: &str = " AND ";
const OR: &str = " OR ";

/// What spells a condition that holds for nothing and names no attribute: one that is no key of what is read.
const NO_ATTRIBUTE: &str = "no attribute";

/// A condition, whatever the type of the item.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Predicate {
    node: Node,
    operators: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    Compare(Operand, &'static str, Operand),
    Between(Operand, Operand, Operand),
    In(Operand, Vec<Operand>),
    Function(&'static str, DocumentPath, Option<Operand>),
    /// Holds for nothing, whatever the attribute.
    Nothing(DocumentPath),
    /// Two or more conditions with ` AND ` or ` OR ` between them.
    Joined(&'static str, Vec<Node>),
    Not(Box<Node>),
    /// Takes the place of a condition that cannot be sent, and of all that it is part of: so that none can grow without
    /// bound, and none holds for want of conditions.
    Refused(Mistake),
}

impl Predicate {
    pub(super) fn new(node: Node) -> Self {
        Self { node, operators: 1 }
    }

    /// Takes the place of a condition of what cannot be sent.
    pub(crate) fn refused(mistake: Mistake) -> Self {
        Self::new(Node::Refused(mistake))
    }

    /// There is an item: it has the hash key, which every item has.
    pub(crate) fn item_exists(schema: &TableSchema) -> Self {
        Self::exists(schema.hash_key.name)
    }

    /// The item has the attribute.
    pub(crate) fn exists(name: &'static str) -> Self {
        let attribute = DocumentPath::attribute(name.into());
        Self::new(Node::Function("attribute_exists", attribute, None))
    }

    /// The item has this version. Where it is absent or 0, none is stored; of 0, it may also be stored as that.
    pub(crate) fn version(name: &'static str, version: Value) -> Self {
        let path = DocumentPath::attribute(name.into());
        let zero = AttributeValue::N("0".to_owned());
        // A program before the field was a version may have stored 0.
        let is_zero = version.optional().is_ok_and(|version| version == Some(&zero));
        let absent = Self::new(Node::Function("attribute_not_exists", path.clone(), None));
        if version.optional() == Ok(None) {
            return absent;
        }
        let stored = Node::Compare(Operand::path(path), " = ", Operand::value(version));
        let stored = Self::new(stored);
        if is_zero { absent.or(stored) } else { stored }
    }

    /// The attribute has this value, or is absent.
    pub(crate) fn same(name: &'static str, value: Option<&AttributeValue>) -> Self {
        let Some(value) = value else { return Self::exists(name).negated() };
        let attribute = Operand::path(DocumentPath::attribute(name.into()));
        Self::new(Node::Compare(attribute, " = ", Operand::value(Value::of(value))))
    }

    /// The attribute is at most `value`.
    pub(crate) fn at_most(name: &'static str, value: Value) -> Self {
        let attribute = Operand::path(DocumentPath::attribute(name.into()));
        Self::new(Node::Compare(attribute, " <= ", Operand::value(value)))
    }

    /// At least one holds.
    pub(crate) fn or(self, other: Self) -> Self {
        self.joined(OR, other)
    }

    /// Both hold.
    pub(super) fn and(self, other: Self) -> Self {
        self.joined(AND, other)
    }

    /// All hold; of none, it is refused.
    pub(super) fn all(others: impl Iterator<Item = Self>) -> Self {
        let none = || Self::new(Node::Refused(Mistake::new("`all` needs at least one condition")));
        Self::of_many(AND, others).unwrap_or_else(none)
    }

    /// At least one holds; of none, none.
    pub(super) fn any(others: impl Iterator<Item = Self>) -> Self {
        let nothing = || Self::new(Node::Nothing(DocumentPath::attribute(NO_ATTRIBUTE.into())));
        Self::of_many(OR, others).unwrap_or_else(nothing)
    }

    fn of_many(separator: &'static str, mut others: impl Iterator<Item = Self>) -> Option<Self> {
        let mut joined = others.next()?;
        // Nothing is gained by taking more of what is refused, which may be without end.
        while !matches!(joined.node, Node::Refused(_))
            && let Some(other) = others.next()
        {
            joined = joined.joined(separator, other);
        }
        Some(joined)
    }

    /// It does not hold.
    pub(crate) fn negated(self) -> Self {
        let operators = self.operators.saturating_add(1);
        let node = match self.node {
            Node::Not(node) => *node,
            Node::Refused(mistake) => Node::Refused(mistake),
            _ if operators > MAX_OPERATORS => too_many_operators(),
            node => Node::Not(Box::new(node)),
        };
        Self { node, operators }
    }

    fn joined(self, separator: &'static str, other: Self) -> Self {
        let operators = self.operators.saturating_add(other.operators).saturating_add(1);
        let node = match (self.node, other.node) {
            (Node::Refused(mistake), _) | (_, Node::Refused(mistake)) => Node::Refused(mistake),
            _ if operators > MAX_OPERATORS => too_many_operators(),
            (Node::Joined(known, mut nodes), other) if known == separator => {
                nodes.push(other);
                Node::Joined(separator, nodes)
            }
            (node, other) => Node::Joined(separator, vec![node, other]),
        };
        Self { node, operators }
    }

    pub(crate) fn write(&self, to: &mut Writer<'_>) -> Result<(), Mistake> {
        self.node.write(to)
    }

    /// Whether no item can meet the condition, which is known without asking for one. What is refused is not among them.
    pub(crate) fn holds_for_nothing(&self) -> bool {
        self.node.constant() == Some(false)
    }

    /// Whether the condition names the top-level attribute `name`.
    pub(crate) fn names(&self, name: &str) -> bool {
        self.node.names(name)
    }
}

/// Adds `predicate` to those that `all` holds already.
pub(crate) fn require(all: &mut Option<Predicate>, predicate: Predicate) {
    *all = Some(match all.take() {
        Some(others) => others.and(predicate),
        None => predicate,
    });
}

impl Node {
    fn write(&self, to: &mut Writer<'_>) -> Result<(), Mistake> {
        match self {
            Self::Compare(left, operator, right) => {
                check_distinct(left.document(), [right])?;
                left.write(to)?;
                to.raw(operator);
                right.write(to)
            }
            Self::Between(operand, low, high) => {
                check_distinct(operand.document(), [low, high])?;
                operand.write(to)?;
                to.raw(" BETWEEN ");
                low.write(to)?;
                to.raw(" AND ");
                high.write(to)
            }
            Self::In(operand, others) => write_in(operand, others, to),
            Self::Function(name, path, operand) => {
                check_distinct(Some(path), operand)?;
                to.raw(name);
                to.raw("(");
                to.path(path)?;
                if let Some(operand) = operand {
                    to.raw(", ");
                    operand.write(to)?;
                }
                to.raw(")");
                Ok(())
            }
            Self::Nothing(path) => {
                // The service has no spelling for it; leaving the condition out would match everything.
                to.raw("attribute_exists(");
                to.path(path)?;
                to.raw(") AND attribute_not_exists(");
                to.path(path)?;
                to.raw(")");
                Ok(())
            }
            Self::Joined(separator, nodes) => {
                to.joined(separator, nodes, |to, node| node.write_operand(to))
            }
            Self::Not(node) => {
                to.raw("NOT ");
                node.write_operand(to)
            }
            Self::Refused(mistake) => Err(mistake.clone()),
        }
    }

    fn write_operand(&self, to: &mut Writer<'_>) -> Result<(), Mistake> {
        to.raw("(");
        self.write(to)?;
        to.raw(")");
        Ok(())
    }

    /// Returns whether it holds, where that does not depend on the item.
    fn constant(&self) -> Option<bool> {
        match self {
            Self::Nothing(_) => Some(false),
            Self::Not(node) => node.constant().map(|holds| !holds),
            Self::Joined(separator, nodes) => {
                // One that holds decides an OR, one that does not an AND.
                let decides = *separator == OR;
                let mut parts = nodes.iter().map(Self::constant);
                if parts.clone().any(|part| part == Some(decides)) {
                    return Some(decides);
                }
                parts.all(|part| part.is_some()).then_some(!decides)
            }
            _ => None,
        }
    }

    fn names(&self, name: &str) -> bool {
        let one = |operand: &Operand| operand.names(name);
        match self {
            Self::Compare(left, _, right) => one(left) || one(right),
            Self::Between(operand, low, high) => one(operand) || one(low) || one(high),
            Self::In(operand, others) => one(operand) || others.iter().any(one),
            Self::Function(_, path, operand) => {
                path.root == name || operand.as_ref().is_some_and(one)
            }
            Self::Nothing(path) => path.root == name,
            Self::Joined(_, nodes) => nodes.iter().any(|node| node.names(name)),
            Self::Not(node) => node.names(name),
            Self::Refused(_) => false,
        }
    }
}

fn too_many_operators() -> Node {
    Node::Refused(Mistake::new(TOO_MANY_OPERATORS))
}

fn write_in(operand: &Operand, others: &[Operand], to: &mut Writer<'_>) -> Result<(), Mistake> {
    if others.len() > MAX_IN_OPERANDS {
        return Err(Mistake::new("`is_in` takes at most 100 values"));
    }
    check_distinct(operand.document(), others)?;
    operand.write(to)?;
    to.raw(" IN (");
    to.joined(", ", others, |to, other| other.write(to))?;
    to.raw(")");
    Ok(())
}

// Sizes may be compared with themselves, attributes may not.
fn check_distinct<'a>(
    first: Option<&DocumentPath>,
    others: impl IntoIterator<Item = &'a Operand>,
) -> Result<(), Mistake> {
    let same = |other: &Operand| first.is_some() && other.document() == first;
    match first.filter(|_| others.into_iter().any(same)) {
        Some(path) => Err(Mistake::new(format!("a condition compares `{path}` with itself"))),
        None => Ok(()),
    }
}
