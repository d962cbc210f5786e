//! Parsing and executing: the default template of 2.7 and one of a megabyte. `make bench` runs the same texts through Go,
//! which it finds in the folder that `COREFILECTL_BENCH_DIR` names, and prints the ratios.

#![allow(clippy::expect_used, reason = "a bench that cannot be set up has nothing to say")]

use corefilectl::gotemplate::{Data, GoVersion, Limits, Template};
use corefilectl::mesh::{Injector, Platform, Settings, Target, release};

fn main() {
    if let Some(folder) = std::env::var_os("COREFILECTL_BENCH_DIR") {
        let folder = std::path::Path::new(&folder);
        std::fs::create_dir_all(folder).expect("a folder for the templates");
        for (name, text) in [("default_2_7", default_template()), ("one_mb", large_template(1 << 20))] {
            std::fs::write(folder.join(name).with_extension("tmpl"), text).expect("a template");
        }
    }
    divan::main();
}

fn target() -> Target {
    Target::new(release::find("2.7").expect("a release"), Platform::Universal, None).expect("a target")
}

fn data() -> Data {
    Settings::resolve(&target(), &Injector::default(), &[], |_| None).expect("settings").data()
}

fn default_template() -> String {
    target().release().era.default_template().to_owned()
}

/// The default again and again until there are `bytes` of it.
fn large_template(bytes: usize) -> String {
    let one = default_template();
    one.repeat(bytes.div_ceil(one.len()))
}

fn parse(text: &str) -> Template {
    Template::parse("Corefile", text, GoVersion::NEWEST, Limits::default()).expect("a template")
}

fn bench_parse(bencher: divan::Bencher<'_, '_>, text: &str) {
    bencher.bench(|| parse(divan::black_box(text)));
}

fn bench_execute(bencher: divan::Bencher<'_, '_>, text: &str) {
    let (template, data) = (parse(text), data());
    bencher.bench(|| template.execute(divan::black_box(&data)));
}

fn bench_both(bencher: divan::Bencher<'_, '_>, text: &str) {
    let data = data();
    bencher.bench(|| parse(divan::black_box(text)).execute(&data));
}

mod default_2_7 {
    use super::{bench_both, bench_execute, bench_parse, default_template};

    #[divan::bench]
    fn parse(bencher: divan::Bencher<'_, '_>) {
        bench_parse(bencher, &default_template());
    }

    #[divan::bench]
    fn execute(bencher: divan::Bencher<'_, '_>) {
        bench_execute(bencher, &default_template());
    }

    #[divan::bench]
    fn parse_and_execute(bencher: divan::Bencher<'_, '_>) {
        bench_both(bencher, &default_template());
    }
}

mod one_mb {
    use super::{bench_both, bench_execute, bench_parse, large_template};

    #[divan::bench]
    fn parse(bencher: divan::Bencher<'_, '_>) {
        bench_parse(bencher, &large_template(1 << 20));
    }

    #[divan::bench]
    fn execute(bencher: divan::Bencher<'_, '_>) {
        bench_execute(bencher, &large_template(1 << 20));
    }

    #[divan::bench]
    fn parse_and_execute(bencher: divan::Bencher<'_, '_>) {
        bench_both(bencher, &large_template(1 << 20));
    }
}

/// Time has to grow with the text, not faster: 1, 10 and 100 times the default.
#[divan::bench(args = [1, 10, 100])]
fn growth(bencher: divan::Bencher<'_, '_>, times: usize) {
    bench_both(bencher, &default_template().repeat(times));
}

/// The same text as a Jinja template in minijinja, which has neither Go's types nor provenance.
mod minijinja_default_2_7 {
    use super::default_template;

    fn jinja() -> String {
        default_template()
            .replace("{{ if .CoreDNSLogging}}", "{% if CoreDNSLogging %}")
            .replace("{{end}}", "{% endif %}")
            .replace("{{ .", "{{ ")
    }

    fn context() -> minijinja::Value {
        minijinja::context! {
            CoreDNSPort => 15053, EnvoyDNSPort => 15054, CoreDNSEmptyPort => 15055, PrometheusPort => 19153,
            CoreDNSLogging => false,
        }
    }

    #[divan::bench]
    fn execute(bencher: divan::Bencher<'_, '_>) {
        let text = jinja();
        let mut environment = minijinja::Environment::new();
        environment.add_template("Corefile", &text).expect("a template");
        let template = environment.get_template("Corefile").expect("the template");
        let context = context();
        bencher.bench_local(|| template.render(divan::black_box(&context)).expect("text"));
    }

    #[divan::bench]
    fn parse_and_execute(bencher: divan::Bencher<'_, '_>) {
        let text = jinja();
        let context = context();
        let environment = minijinja::Environment::new();
        bencher.bench_local(|| environment.render_str(divan::black_box(&text), &context).expect("text"));
    }
}
