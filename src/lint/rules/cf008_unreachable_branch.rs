//! CF008: a branch of the template that no data plane takes.

use crate::diagnostic::Severity;
use crate::gotemplate::{Ast, Branch, GoVersion, Limits, List, OperandKind, Pipeline, StatementKind, Template};
use crate::lint::case::FileCase;
use crate::lint::draft::{Draft, Where};
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::mesh::Setting;
use crate::source::Span;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF008",
        name: "unreachable-branch",
        severity: Severity::Info,
        fixable: false,
        summary: "no release, platform or flag reaches a branch of the template",
        applies: "templates that are looked at for all releases and platforms",
        why: "A Corefile is rendered only where `.Enabled` is true and `.ProxyPort` is 0, and `.CoreDNSLogging` is the only \
              switch that differs from data plane to data plane. A branch that needs something else is never taken. \
              Conditions on ports, folders and paths are left alone, because flags can give them any value.",
        source: "kuma: app/kuma-dp/cmd/run.go, app/kuma-dp/pkg/dataplane/dnsserver",
        examples: &[
            Example::bad("DNS that is off", default_with!("    {{ if not .Enabled }}# never{{ end }}\n")),
            Example::bad("a constant", default_with!("    {{ if true }}# always{{ else }}# never{{ end }}\n")),
            Example::good("a switch that can be on or off", default_with!("    {{ if not .CoreDNSLogging }}# quiet{{ end }}\n")),
            Example::good("a port that a flag can set", default_with!("    {{ if eq .EnvoyDNSPort 16054 }}# moved{{ end }}\n")),
        ],
    },
    yields_to: &[],
    check: Check::File(check),
};

/// Fields whose values are known wherever a Corefile is rendered.
const SETTLED: [Setting; 3] = [Setting::Enabled, Setting::ProxyPort, Setting::CoreDnsLogging];

fn check(case: &FileCase<'_>, sink: &mut Sink<'_>) {
    let Some(template) = case.renderings.newest.as_ref().filter(|_| case.is_unpinned) else { return };
    let ast = template.ast();
    let mut lists: Vec<List> = ast.trees().first().map(|tree| tree.body).into_iter().collect();
    while let Some(list) = lists.pop() {
        for statement in ast.statements_of(list).map(|id| ast.statement(id)) {
            let StatementKind::Branch { branch: Branch::If, pipeline, body, otherwise } = statement.kind else { continue };
            let pipeline = ast.pipeline(pipeline);
            let taken = if is_settled(ast, pipeline, case.text) { outcomes(case, pipeline.span) } else { [true; 2] };
            if taken[1] {
                lists.push(body);
            } else {
                report(ast, body, statement.span, "the condition is never true", sink);
            }
            match otherwise {
                Some(otherwise) if taken[0] => lists.push(otherwise),
                Some(otherwise) => report(ast, otherwise, statement.span, "the condition is always true", sink),
                None => {}
            }
        }
    }
}

fn report(ast: &Ast, dead: List, condition: Span, why: &str, sink: &mut Sink<'_>) {
    let Some(first) = dead.first else { return };
    let draft = Draft::new(Where::Template(ast.statement(first).span), "no release, platform or flag reaches this branch");
    sink.report(draft.also(Where::Template(condition), why));
}

/// Whether a condition depends on nothing but constants and settled fields.
fn is_settled(ast: &Ast, condition: &Pipeline, text: &[u8]) -> bool {
    let is_field = |span: Span| SETTLED.iter().any(|setting| span.of(text).strip_prefix(b".") == Some(setting.field().as_bytes()));
    let mut pipelines = vec![condition];
    while let Some(pipeline) = pipelines.pop() {
        if !ast.variables_of(pipeline).is_empty() {
            return false;
        }
        let commands = ast.commands_of(pipeline).map(|id| ast.command(id));
        for operand in commands.flat_map(|command| ast.operands_of(command)).map(|id| ast.operand(id)) {
            match operand.kind {
                OperandKind::Field if is_field(operand.span) => {}
                OperandKind::Pipeline(id) => pipelines.push(ast.pipeline(id)),
                OperandKind::Nil
                | OperandKind::Bool(_)
                | OperandKind::Number(_)
                | OperandKind::String(_)
                | OperandKind::Function(_) => {}
                OperandKind::Field | OperandKind::Dot | OperandKind::Variable(_) | OperandKind::Chain { .. } => return false,
            }
        }
    }
    true
}

/// Whether a condition is false, and whether it is true, somewhere; a data plane that refuses it can be either.
fn outcomes(case: &FileCase<'_>, condition: Span) -> [bool; 2] {
    let asked = [b"{{if ", condition.of(case.text), b"}}1{{end}}"].concat();
    let Ok(asked) = Template::parse("", asked, GoVersion::NEWEST, Limits::default()) else { return [true; 2] };
    let mut taken = [false; 2];
    let mut data: Vec<_> = case.examined.iter().map(|index| case.matrix.points[index].data).collect();
    data.sort_unstable();
    data.dedup();
    for data in data {
        match asked.execute(&case.matrix.data[data]) {
            Ok(rendered) => taken[usize::from(!rendered.text.is_empty())] = true,
            Err(_) => return [true; 2],
        }
    }
    taken
}
