//! What must hold for an item, whatever its type: a tree of comparisons and functions in, an expression out.

use super::operand::Operand;
use super::path::DocumentPath;
use super::placeholders::Writer;
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
    Compare(Operand, &'static str, Operand),
    Between(Operand, Operand, Operand),
    In(Operand, Vec<Operand>),
    Function(&'static str, DocumentPath, Option<Operand>),
    /// Holds for nothing, whatever the attribute.
    Nothing(DocumentPath),
    /// Conditions with ` AND ` or ` OR ` between them.
    Joined(&'static str, Vec<Node>),
    Not(Box<Node>),
    /// Takes the place of a condition with more operators than the service allows, so that none can grow without bound.
    TooManyOperators,
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
            Self::Compare(left, operator, right) => {
                left.write(to)?;
                to.raw(operator);
                right.write(to)
            }
            Self::Between(operand, low, high) => {
                operand.write(to)?;
                to.raw(" BETWEEN ");
                low.write(to)?;
                to.raw(" AND ");
                high.write(to)
            }
            Self::In(operand, others) => write_in(operand, others, to),
            Self::Function(name, path, operand) => {
                to.raw(name);
                to.raw("(");
                to.path(path);
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
                to.path(path);
                to.raw(") AND attribute_not_exists(");
                to.path(path);
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
        let one = |operand: &Operand| operand.attribute().is_some_and(|path| path.root == name);
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
            Self::TooManyOperators => false,
        }
    }
}

fn write_in(operand: &Operand, others: &[Operand], to: &mut Writer<'_>) -> Result<(), Mistake> {
    if others.len() > MAX_IN_OPERANDS {
        return Err(Mistake::new("`is_in` takes at most 100 values"));
    }
    operand.write(to)?;
    to.raw(" IN (");
    to.joined(", ", others, |to, other| other.write(to))?;
    to.raw(")");
    Ok(())
}
