//! The tokens of Go's template language.

use crate::source::Span;

/// What a [`Token`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are those of the language")]
pub enum TokenKind {
    Error(LexError),
    Bool,
    /// A printable ASCII character that means nothing else, such as a comma.
    Char,
    CharConstant,
    Complex,
    Assign,
    Declare,
    Eof,
    /// A dot and a name.
    Field,
    Identifier,
    LeftDelimiter,
    LeftParen,
    Number,
    Pipe,
    RawString,
    RightDelimiter,
    RightParen,
    Space,
    String,
    Text,
    /// A dollar sign, alone or with a name.
    Variable,
    Block,
    Break,
    Continue,
    Dot,
    Define,
    Else,
    End,
    If,
    Nil,
    Range,
    Template,
    With,
}

impl TokenKind {
    /// Whether Go counts it among the keywords, which its messages show in angle brackets; a lone dot is one.
    #[must_use]
    pub fn is_keyword(self) -> bool {
        matches!(
            self,
            Self::Block
                | Self::Break
                | Self::Continue
                | Self::Dot
                | Self::Define
                | Self::Else
                | Self::End
                | Self::If
                | Self::Nil
                | Self::Range
                | Self::Template
                | Self::With
        )
    }

    /// The number that Go's parser gives the kind; it shows in messages about templates with a percent sign in the name.
    #[must_use]
    pub fn go_number(self) -> i64 {
        match self {
            Self::Error(_) => 0,
            Self::Bool => 1,
            Self::Char => 2,
            Self::CharConstant => 3,
            Self::Complex => 5,
            Self::Assign => 6,
            Self::Declare => 7,
            Self::Eof => 8,
            Self::Field => 9,
            Self::Identifier => 10,
            Self::LeftDelimiter => 11,
            Self::LeftParen => 12,
            Self::Number => 13,
            Self::Pipe => 14,
            Self::RawString => 15,
            Self::RightDelimiter => 16,
            Self::RightParen => 17,
            Self::Space => 18,
            Self::String => 19,
            Self::Text => 20,
            Self::Variable => 21,
            Self::Block => 23,
            Self::Break => 24,
            Self::Continue => 25,
            Self::Dot => 26,
            Self::Define => 27,
            Self::Else => 28,
            Self::End => 29,
            Self::If => 30,
            Self::Nil => 31,
            Self::Range => 32,
            Self::Template => 33,
            Self::With => 34,
        }
    }

    /// Whether an operand of a command can start with it.
    #[must_use]
    pub fn starts_operand(self) -> bool {
        matches!(
            self,
            Self::Bool
                | Self::CharConstant
                | Self::Complex
                | Self::Dot
                | Self::Field
                | Self::Identifier
                | Self::Number
                | Self::Nil
                | Self::RawString
                | Self::String
                | Self::Variable
                | Self::LeftParen
        )
    }

    /// The keyword that `word` is, if it is one; `break` and `continue` are keywords only where `loops` says so.
    #[must_use]
    pub fn keyword(word: &[u8], loops: bool) -> Option<Self> {
        Some(match word {
            b"block" => Self::Block,
            b"break" if loops => Self::Break,
            b"continue" if loops => Self::Continue,
            b"define" => Self::Define,
            b"else" => Self::Else,
            b"end" => Self::End,
            b"if" => Self::If,
            b"nil" => Self::Nil,
            b"range" => Self::Range,
            b"template" => Self::Template,
            b"with" => Self::With,
            _ => return None,
        })
    }
}

/// A piece of the template's text with its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// The meaning.
    pub kind: TokenKind,
    /// The bytes.
    pub span: Span,
}

/// What the lexer cannot read. The texts are Go's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LexError {
    /// A comment without its `*/`.
    UnclosedComment,
    /// Something stands between `*/` and the closing delimiter.
    CommentBeforeDelimiter,
    /// The closing delimiter comes while a parenthesis is open.
    UnclosedLeftParen,
    /// The text ends within an action.
    UnclosedAction,
    /// A colon without `=`.
    ExpectedDeclare,
    /// A `)` too many.
    UnexpectedRightParen,
    /// A character that no token starts with.
    UnrecognizedCharacter(u32),
    /// A character that cannot follow a name.
    BadCharacter(u32),
    /// A number with something glued to it.
    BadNumber,
    /// A `'` without its partner on the line.
    UnterminatedCharacter,
    /// A `"` without its partner on the line.
    UnterminatedString,
    /// A backquote without its partner.
    UnterminatedRawString,
}
