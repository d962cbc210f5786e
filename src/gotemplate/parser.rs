//! Builds the syntax tree. Accepts and refuses what Go's parser does, with its messages; open control structures and
//! parentheses are kept on explicit stacks, so that nesting costs memory in proportion to the text and no call stack.

mod message;
mod pipeline;

use super::ast::{Ast, Branch, List, PipelineId, Statement, StatementId, StatementKind, StringId, StringLiteral, Tree};
use super::error::Error;
use super::fmt::{self, Argument};
use super::functions::Function;
use super::lexer::Lexer;
use super::token::{Token, TokenKind};
use super::version::GoVersion;
use crate::source::Span;
use pipeline::{Context, Pending};

/// Parses the template called `name`; `foreign` are functions that it may call besides Go's own.
///
/// # Errors
/// Go's message for the first thing that is wrong.
pub fn parse(name: &[u8], text: &[u8], go: GoVersion, foreign: &'static [Function]) -> Result<Ast, Box<Error>> {
    let mut parser = Parser::new(name, text, go, foreign);
    parser.run()?;
    parser.ast.comments = parser.lexer.into_comments();
    Ok(parser.ast)
}

pub(super) type Parsed<T> = Result<T, Box<Error>>;

/// The parser between two tokens.
pub(super) struct Parser<'s> {
    name: &'s [u8],
    text: &'s [u8],
    go: GoVersion,
    foreign: &'static [Function],
    lexer: Lexer<'s>,
    ast: Ast,
    // Go's look-ahead: the newest token is first, `ahead` of them are still to be read.
    tokens: [Token; 3],
    ahead: usize,
    // Names in scope; the bare dollar sign, which always is, is left out.
    variables: Vec<Span>,
    // Where the names of the current tree start.
    variables_base: usize,
    // Start of the left delimiter of the action being read, for messages about the lexer's errors.
    action: Option<u32>,
    range_depth: u32,
    paren_depth: u32,
    open: Vec<Open>,
    pending: Vec<Pending>,
    // What has been read of commands and operands whose pipeline is still open.
    open_commands: Vec<super::ast::Command>,
    open_operands: Vec<super::ast::Operand>,
    open_variables: Vec<Span>,
}

// A list of statements that still grows, and what closes it.
struct Open {
    kind: OpenKind,
    first: Option<StatementId>,
    last: Option<StatementId>,
    variables: usize,
}

enum OpenKind {
    Main,
    Define { name: StringId, start: u32, outer: OuterTree },
    Block { name: StringId, pipeline: PipelineId, pos: u32, start: u32, head_end: Token, outer: OuterTree },
    Branch { statement: StatementId, branch: Branch, in_else: bool, chained: bool },
}

// What a nested tree hides of the one around it.
struct OuterTree {
    variables_base: usize,
    range_depth: u32,
    paren_depth: u32,
}

impl<'s> Parser<'s> {
    fn new(name: &'s [u8], text: &'s [u8], go: GoVersion, foreign: &'static [Function]) -> Self {
        // Most actions have one pipeline, command and operand; a guess that is off only moves memory.
        let actions = (memchr::memchr_iter(b'{', text).count() / 2).min(1024);
        let nothing = Token { kind: TokenKind::Eof, span: Span::at(0) };
        Self {
            name,
            text,
            go,
            foreign,
            lexer: Lexer::new(text, go),
            ast: Ast::with_room_for(actions),
            tokens: [nothing; 3],
            ahead: 0,
            variables: Vec::new(),
            variables_base: 0,
            action: None,
            range_depth: 0,
            paren_depth: 0,
            open: Vec::with_capacity(4),
            pending: Vec::new(),
            open_commands: Vec::new(),
            open_operands: Vec::new(),
            open_variables: Vec::new(),
        }
    }

    fn next(&mut self) -> Token {
        if self.ahead > 0 {
            self.ahead -= 1;
        } else {
            self.tokens[0] = self.lexer.next_token();
        }
        self.tokens[self.ahead]
    }

    fn backup(&mut self) {
        self.ahead += 1;
    }

    fn backup_two(&mut self, older: Token) {
        self.tokens[1] = older;
        self.ahead = 2;
    }

    fn backup_three(&mut self, oldest: Token, older: Token) {
        self.tokens[1] = older;
        self.tokens[2] = oldest;
        self.ahead = 3;
    }

    fn peek(&mut self) -> Token {
        if self.ahead == 0 {
            self.ahead = 1;
            self.tokens[0] = self.lexer.next_token();
        }
        self.tokens[self.ahead - 1]
    }

    fn next_non_space(&mut self) -> Token {
        loop {
            let token = self.next();
            if token.kind != TokenKind::Space {
                return token;
            }
        }
    }

    fn peek_non_space(&mut self) -> Token {
        let token = self.next_non_space();
        self.backup();
        token
    }

    fn expect(&mut self, kind: TokenKind, context: &str) -> Parsed<Token> {
        let token = self.next_non_space();
        if token.kind == kind { Ok(token) } else { self.unexpected(token, context) }
    }

    fn run(&mut self) -> Parsed<()> {
        self.push_open(OpenKind::Main, 0);
        loop {
            let in_main = self.open.len() == 1;
            // Go skips spaces before a nested list, not in the main one, where none can stand.
            let token = if in_main { self.peek() } else { self.peek_non_space() };
            match token.kind {
                TokenKind::Eof if in_main => return self.finish_main(),
                TokenKind::Eof => return self.fail(token.span, "unexpected EOF", &[]),
                TokenKind::LeftDelimiter if in_main => {
                    let delimiter = self.next();
                    if self.next_non_space().kind == TokenKind::Define {
                        self.begin_define(delimiter)?;
                        continue;
                    }
                    self.backup_two(delimiter);
                }
                _ => {}
            }
            self.text_or_action()?;
        }
    }

    fn text_or_action(&mut self) -> Parsed<()> {
        let token = self.next_non_space();
        match token.kind {
            TokenKind::Text => {
                let pos = token.span.start;
                self.append(Statement { kind: StatementKind::Text, span: token.span, pos, next: None });
                Ok(())
            }
            TokenKind::LeftDelimiter => {
                self.action = Some(token.span.start);
                self.action(token.span.start)
            }
            _ => self.unexpected(token, "input"),
        }
    }

    // Reads an action behind its left delimiter, which stands at `start`.
    fn action(&mut self, start: u32) -> Parsed<()> {
        let token = self.next_non_space();
        match token.kind {
            TokenKind::Block => return self.begin_block(start),
            TokenKind::Break | TokenKind::Continue => self.loop_control(token, start)?,
            TokenKind::Else => self.else_control(start)?,
            TokenKind::End => {
                self.expect(TokenKind::RightDelimiter, "end")?;
                self.end_control()?;
            }
            TokenKind::If => return self.begin_branch(Branch::If, start, false),
            TokenKind::Range => return self.begin_branch(Branch::Range, start, false),
            TokenKind::With => return self.begin_branch(Branch::With, start, false),
            TokenKind::Template => {
                let token = self.next_non_space();
                let name = self.template_name(token, "template clause")?;
                let mut pipeline = None;
                if self.next_non_space().kind != TokenKind::RightDelimiter {
                    self.backup();
                    pipeline = Some(self.pipeline(Context::Template, TokenKind::RightDelimiter)?);
                }
                self.append_action(StatementKind::Template { name, pipeline }, start, token.span.start);
            }
            _ => {
                self.backup();
                let pos = self.peek().span.start;
                let pipeline = self.pipeline(Context::Command, TokenKind::RightDelimiter)?;
                self.append_action(StatementKind::Action(pipeline), start, pos);
            }
        }
        self.action = None;
        Ok(())
    }

    fn loop_control(&mut self, keyword: Token, start: u32) -> Parsed<()> {
        let (kind, shown) = match keyword.kind {
            TokenKind::Break => (StatementKind::Break, "{{break}}"),
            _ => (StatementKind::Continue, "{{continue}}"),
        };
        let token = self.next_non_space();
        if token.kind != TokenKind::RightDelimiter {
            return self.unexpected(token, shown);
        }
        if self.range_depth == 0 {
            return self.fail(keyword.span, &format!("{shown} outside {{{{range}}}}"), &[]);
        }
        self.append_action(kind, start, keyword.span.start);
        Ok(())
    }

    fn begin_branch(&mut self, branch: Branch, start: u32, chained: bool) -> Parsed<()> {
        let variables = self.variables.len();
        let pipeline = self.pipeline(Context::Branch(branch), TokenKind::RightDelimiter)?;
        if branch == Branch::Range {
            self.range_depth += 1;
        }
        let pos = self.ast.pipeline(pipeline).pos;
        let kind = StatementKind::Branch { branch, pipeline, body: List::default(), otherwise: None };
        let statement = self.append_action(kind, start, pos);
        self.push_open(OpenKind::Branch { statement, branch, in_else: false, chained }, variables);
        Ok(())
    }

    fn push_open(&mut self, kind: OpenKind, variables: usize) {
        self.open.push(Open { kind, first: None, last: None, variables });
    }

    fn else_control(&mut self, start: u32) -> Parsed<()> {
        let ahead = self.peek_non_space();
        let may_chain = ahead.kind == TokenKind::If || (ahead.kind == TokenKind::With && self.go.at_least(23));
        if !may_chain {
            self.expect(TokenKind::RightDelimiter, "else")?;
        }
        let Some(open) = self.open.last_mut() else { return Ok(()) };
        match &mut open.kind {
            OpenKind::Main => self.fail_with(self.keyword_span(start), "unexpected %s", &[else_node()]),
            OpenKind::Define { .. } => self.unexpected_else(start, "define clause"),
            OpenKind::Block { head_end, .. } => {
                // In Go the tree around the block notices it, which has not read beyond the block's first action.
                let head_end = *head_end;
                let span = self.keyword_span(start);
                self.tokens[0] = head_end;
                self.fail_with(span, "unexpected %s in %s", &[else_node(), Argument::Text(b"block clause")])
            }
            OpenKind::Branch { in_else: true, .. } => {
                self.fail_with(self.keyword_span(start), "expected end; found %s", &[else_node()])
            }
            OpenKind::Branch { statement, branch, in_else, .. } => {
                *in_else = true;
                let (statement, branch) = (*statement, *branch);
                let body = List { first: open.first.take() };
                open.last = None;
                self.set_body(statement, body);
                if branch == Branch::Range {
                    self.range_depth -= 1;
                }
                let chains = match branch {
                    Branch::If => ahead.kind == TokenKind::If,
                    Branch::With => ahead.kind == TokenKind::With,
                    Branch::Range => false,
                };
                self.action = None;
                if chains {
                    self.next();
                    return self.begin_branch(branch, start, true);
                }
                Ok(())
            }
        }
    }

    fn unexpected_else<T>(&self, start: u32, context: &str) -> Parsed<T> {
        let arguments = [else_node(), Argument::Text(context.as_bytes())];
        self.fail_with(self.keyword_span(start), "unexpected %s in %s", &arguments)
    }

    // The whole action that starts at `start` and ends at the newest token.
    fn keyword_span(&self, start: u32) -> Span {
        Span::new(start, self.tokens[0].span.end.max(start))
    }

    fn set_body(&mut self, statement: StatementId, list: List) {
        if let StatementKind::Branch { body, .. } = &mut self.ast.statement_mut(statement).kind {
            *body = list;
        }
    }

    fn end_control(&mut self) -> Parsed<()> {
        let delimiter = self.tokens[self.ahead];
        loop {
            let Some(open) = self.open.pop() else { return Ok(()) };
            let list = List { first: open.first };
            match open.kind {
                OpenKind::Main => {
                    return self.fail_with(
                        delimiter.span,
                        "unexpected %s",
                        &[Argument::pointer("*parse.endNode", b"{{end}}")],
                    );
                }
                OpenKind::Define { name, start, outer } => {
                    self.variables.truncate(open.variables);
                    self.restore(&outer);
                    return self.add_tree(Some(name), list, Span::new(start, delimiter.span.end));
                }
                OpenKind::Block { name, pipeline, pos, start, outer, .. } => {
                    self.variables.truncate(open.variables);
                    self.restore(&outer);
                    self.add_tree(Some(name), list, Span::new(start, delimiter.span.end))?;
                    let kind = StatementKind::Template { name, pipeline: Some(pipeline) };
                    let span = Span::new(start, delimiter.span.end);
                    self.append(Statement { kind, span, pos, next: None });
                    return Ok(());
                }
                OpenKind::Branch { statement, branch, in_else, chained } => {
                    self.variables.truncate(open.variables);
                    if in_else {
                        if let StatementKind::Branch { otherwise, .. } = &mut self.ast.statement_mut(statement).kind {
                            *otherwise = Some(list);
                        }
                    } else {
                        self.set_body(statement, list);
                        if branch == Branch::Range {
                            self.range_depth -= 1;
                        }
                    }
                    // An `else if` shares the end of the structure around it.
                    if !chained {
                        return Ok(());
                    }
                }
            }
        }
    }

    fn begin_define(&mut self, delimiter: Token) -> Parsed<()> {
        const CONTEXT: &str = "define clause";
        let outer = self.enter_tree();
        let token = self.next_non_space();
        if !matches!(token.kind, TokenKind::String | TokenKind::RawString) {
            return self.unexpected(token, CONTEXT);
        }
        let name = self.string(token)?;
        self.expect(TokenKind::RightDelimiter, CONTEXT)?;
        let variables = self.variables.len();
        self.push_open(OpenKind::Define { name, start: delimiter.span.start, outer }, variables);
        Ok(())
    }

    fn begin_block(&mut self, start: u32) -> Parsed<()> {
        let token = self.next_non_space();
        let name = self.template_name(token, "block clause")?;
        let pipeline = self.pipeline(Context::Block, TokenKind::RightDelimiter)?;
        let head_end = self.tokens[self.ahead];
        let outer = self.enter_tree();
        let variables = self.variables.len();
        self.push_open(OpenKind::Block { name, pipeline, pos: token.span.start, start, head_end, outer }, variables);
        Ok(())
    }

    fn enter_tree(&mut self) -> OuterTree {
        let outer = OuterTree {
            variables_base: self.variables_base,
            range_depth: self.range_depth,
            paren_depth: self.paren_depth,
        };
        self.variables_base = self.variables.len();
        self.range_depth = 0;
        self.paren_depth = 0;
        self.action = None;
        outer
    }

    fn restore(&mut self, outer: &OuterTree) {
        self.variables_base = outer.variables_base;
        self.range_depth = outer.range_depth;
        self.paren_depth = outer.paren_depth;
        self.action = None;
    }

    fn template_name(&mut self, token: Token, context: &str) -> Parsed<StringId> {
        if !matches!(token.kind, TokenKind::String | TokenKind::RawString) {
            return self.unexpected(token, context);
        }
        self.string(token)
    }

    fn unquoted(&self, token: Token) -> Parsed<std::borrow::Cow<'s, [u8]>> {
        let text = self.text;
        match fmt::unquote(token.span.of(text)) {
            Ok(bytes) => Ok(bytes),
            Err(_) => self.fail_with(token.span, "%s", &[Argument::error(b"invalid syntax")]),
        }
    }

    fn string(&mut self, token: Token) -> Parsed<StringId> {
        let unquoted = match self.unquoted(token)? {
            std::borrow::Cow::Borrowed(_) => None,
            std::borrow::Cow::Owned(bytes) => Some(bytes.into()),
        };
        self.ast.strings.push(StringLiteral { quoted: token.span, unquoted });
        Ok(StringId(index(self.ast.strings.len() - 1)))
    }

    fn append_action(&mut self, kind: StatementKind, start: u32, pos: u32) -> StatementId {
        let end = self.tokens[self.ahead].span.end;
        self.append(Statement { kind, span: Span::new(start, end), pos, next: None })
    }

    fn append(&mut self, statement: Statement) -> StatementId {
        let id = self.ast.push_statement(statement);
        if let Some(open) = self.open.last_mut() {
            match open.last.replace(id) {
                Some(last) => self.ast.statement_mut(last).next = Some(id),
                None => open.first = Some(id),
            }
        }
        id
    }

    // Go keeps the first definition unless it is blank, drops a blank later one, and refuses a second with content.
    fn add_tree(&mut self, name: Option<StringId>, body: List, span: Span) -> Parsed<()> {
        let tree = Tree { name, body, span };
        let old = self.tree_called(self.ast.tree_name(&tree, self.name, self.text));
        let Some(old) = old else {
            self.ast.trees.push(tree);
            return Ok(());
        };
        if self.ast.is_blank(self.ast.trees[old].body, self.text) {
            self.ast.trees[old] = tree;
        } else if !self.ast.is_blank(body, self.text) {
            let name = self.ast.tree_name(&tree, self.name, self.text);
            return self.fail(span, "template: multiple definition of template %q", &[name]);
        }
        Ok(())
    }

    fn tree_called(&self, name: &[u8]) -> Option<usize> {
        self.ast.trees.iter().position(|tree| self.ast.tree_name(tree, self.name, self.text) == name)
    }

    fn finish_main(&mut self) -> Parsed<()> {
        let list = List { first: self.open.pop().and_then(|open| open.first) };
        self.add_tree(None, list, Span::new(0, index(self.text.len())))?;
        if let Some(main) = self.tree_called(self.name) {
            self.ast.trees.swap(main, 0);
        }
        Ok(())
    }
}

fn else_node() -> Argument<'static> {
    Argument::pointer("*parse.elseNode", b"{{else}}")
}

pub(super) fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
