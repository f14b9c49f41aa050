//! What must hold for an item, whatever its type: a tree of comparisons and functions in, an expression out.

use super::path::DocumentPath;
use super::placeholders::Writer;
use super::value::Value;
use crate::error::Mistake;
use crate::schema::TableSchema;

/// "Service, account, and table quotas" of the DynamoDB guide.
const MAX_OPERATORS: usize = 300;
/// "Comparison operator and function reference" of the DynamoDB guide.
const MAX_IN_OPERANDS: usize = 100;

/// A condition, whatever the type of the item.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Predicate {
    node: Node,
    operators: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    Compare(Operand, &'static str, Value),
    Between(Operand, Value, Value),
    In(Operand, Vec<Value>),
    Function(&'static str, DocumentPath, Option<Value>),
    /// Conditions with ` AND ` or ` OR ` between them.
    Joined(&'static str, Vec<Node>),
    Not(Box<Node>),
    /// Takes the place of a condition with more operators than the service allows, so that none can grow without bound.
    TooManyOperators,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Operand {
    Path(DocumentPath),
    Size(DocumentPath),
}

impl Predicate {
    pub(super) fn new(node: Node) -> Self {
        Self { node, operators: 1 }
    }

    /// There is an item: it has the hash key, which every item has.
    pub(crate) fn item_exists(schema: &TableSchema) -> Self {
        let key = DocumentPath::attribute(schema.hash_key.name.into());
        Self::new(Node::Function("attribute_exists", key, None))
    }

    /// At least one holds.
    pub(super) fn or(self, other: Self) -> Self {
        self.joined(" OR ", other)
    }

    /// Both hold.
    pub(super) fn and(self, other: Self) -> Self {
        self.joined(" AND ", other)
    }

    /// It does not hold.
    pub(crate) fn negated(self) -> Self {
        let operators = self.operators.saturating_add(1);
        let node = match self.node {
            Node::Not(node) => *node,
            _ if operators > MAX_OPERATORS => Node::TooManyOperators,
            node => Node::Not(Box::new(node)),
        };
        Self { node, operators }
    }

    fn joined(self, separator: &'static str, other: Self) -> Self {
        let operators = self.operators.saturating_add(other.operators).saturating_add(1);
        if operators > MAX_OPERATORS {
            return Self { node: Node::TooManyOperators, operators };
        }
        let mut nodes = match self.node {
            Node::Joined(known, nodes) if known == separator => nodes,
            node => vec![node],
        };
        nodes.push(other.node);
        Self { node: Node::Joined(separator, nodes), operators }
    }

    pub(crate) fn write(&self, to: &mut Writer<'_>) -> Result<(), Mistake> {
        self.node.write(to)
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
            Self::Compare(operand, operator, value) => {
                operand.write(to);
                to.raw(operator);
                to.value(value)
            }
            Self::Between(operand, low, high) => {
                operand.write(to);
                to.raw(" BETWEEN ");
                to.value(low)?;
                to.raw(" AND ");
                to.value(high)
            }
            Self::In(operand, values) => write_in(operand, values, to),
            Self::Function(name, path, value) => {
                to.raw(name);
                to.raw("(");
                to.path(path);
                if let Some(value) = value {
                    to.raw(", ");
                    to.value(value)?;
                }
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
            Self::TooManyOperators => Err(Mistake::new("a condition has more than 300 operators")),
        }
    }

    fn write_operand(&self, to: &mut Writer<'_>) -> Result<(), Mistake> {
        to.raw("(");
        self.write(to)?;
        to.raw(")");
        Ok(())
    }

    fn names(&self, name: &str) -> bool {
        match self {
            Self::Compare(operand, ..) | Self::Between(operand, ..) | Self::In(operand, _) => {
                operand.path().root == name
            }
            Self::Function(_, path, _) => path.root == name,
            Self::Joined(_, nodes) => nodes.iter().any(|node| node.names(name)),
            Self::Not(node) => node.names(name),
            Self::TooManyOperators => false,
        }
    }
}

fn write_in(operand: &Operand, values: &[Value], to: &mut Writer<'_>) -> Result<(), Mistake> {
    if values.len() > MAX_IN_OPERANDS {
        return Err(Mistake::new("`is_in` takes at most 100 values"));
    }
    if values.is_empty() {
        // An empty list matches nothing. The service has no spelling for that; leaving the condition out would match everything.
        to.raw("attribute_exists(");
        to.path(operand.path());
        to.raw(") AND attribute_not_exists(");
        to.path(operand.path());
    } else {
        operand.write(to);
        to.raw(" IN (");
        to.joined(", ", values, Writer::value)?;
    }
    to.raw(")");
    Ok(())
}

impl Operand {
    fn path(&self) -> &DocumentPath {
        match self {
            Self::Path(path) | Self::Size(path) => path,
        }
    }

    fn write(&self, to: &mut Writer<'_>) {
        match self {
            Self::Path(path) => to.path(path),
            Self::Size(path) => {
                to.raw("size(");
                to.path(path);
                to.raw(")");
            }
        }
    }
}
