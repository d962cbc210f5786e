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
