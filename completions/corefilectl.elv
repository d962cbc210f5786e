
use builtin;
use str;

set edit:completion:arg-completer[corefilectl] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'corefilectl'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'corefilectl'= {
            cand --color 'When to colour messages'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand render 'Print the Corefile that kuma-dp would write'
            cand trace 'Follow a DNS query hop by hop: who takes it, who is asked, who answers'
            cand test 'Check that queries come out as expected, on every target of a file of tests'
            cand graph 'Draw the way of DNS queries through a data plane'
            cand rules 'Print the rules that lint checks'
            cand explain 'Explain rules: what fires them, why it matters, what to write instead'
            cand template 'Execute a go-template with data of your own'
            cand releases 'Print the known Kuma releases: CoreDNS, Go, template fields, which overrides exist'
            cand completion 'Print a completion script for a shell'
            cand version 'Print the version, and which Kuma and Go releases it knows'
            cand lint 'Check templates and Corefiles for what would go wrong'
            cand check 'Check templates and Corefiles for what would go wrong'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'corefilectl;render'= {
            cand --mesh-version 'Kuma release, or a line for its newest patch [default: 2.7]'
            cand --platform 'Where the data plane runs [default: universal]'
            cand --embedded-dns 'The DNS proxy embedded in kuma-dp 2.11 and later [default: on for kubernetes]'
            cand --cp-config 'kuma-cp''s configuration: its bootstrapServer.params.corefileTemplatePath names the control plane''s template'
            cand --cp-template 'The control plane''s template; - is standard input'
            cand --dp-template 'The data plane''s template, which wins; - is standard input'
            cand --dns-coredns-config-template-path 'The data plane''s template, which wins; - is standard input'
            cand --dns-enabled '.Enabled: whether kuma-dp runs any DNS [env: KUMA_DNS_ENABLED]'
            cand --dns-proxy-port '.ProxyPort: port of the embedded proxy, 2.11 and later; 0 is off [env: KUMA_DNS_PROXY_PORT]'
            cand --dns-coredns-port '.CoreDNSPort: where CoreDNS listens [env: KUMA_DNS_CORE_DNS_PORT]'
            cand --dns-coredns-empty-port '.CoreDNSEmptyPort: port of the empty block, 2.7 and earlier [env: KUMA_DNS_CORE_DNS_EMPTY_PORT]'
            cand --dns-envoy-port '.EnvoyDNSPort: where Envoy''s DNS filter listens [env: KUMA_DNS_ENVOY_DNS_PORT]'
            cand --dns-coredns-path '.CoreDNSBinaryPath: the CoreDNS program [env: KUMA_DNS_CORE_DNS_BINARY_PATH]'
            cand --dns-server-config-dir '.ConfigDir: folder of the rendered Corefile [env: KUMA_DNS_CONFIG_DIR]'
            cand --dns-prometheus-port '.PrometheusPort: port of the metrics [env: KUMA_DNS_PROMETHEUS_PORT]'
            cand --dns-enable-logging '.CoreDNSLogging: log queries, 2.6 and later [env: KUMA_DNS_ENABLE_LOGGING]'
            cand --output-file 'Write to FILE, atomically, instead of standard output (-)'
            cand --mode 'Permissions of the output file; a kuma-dp that runs as another user cannot read 0600'
            cand --source-map 'Write which part of the template made which bytes to FILE, as JSON'
            cand -o 'Output format of --explain'
            cand --output 'Output format of --explain'
            cand --max-template 'Bytes of template text, at most'
            cand --max-output 'Bytes of rendered text, at most'
            cand --max-steps 'Steps of execution, at most'
            cand --color 'When to colour messages'
            cand --no-env 'Leave KUMA_DNS_... and other variables of the environment out'
            cand --ignore-embedded-dns 'Render even where the embedded DNS proxy runs and no Corefile is in force'
            cand --explain 'Print every layer and every field''s value with its origin instead of the Corefile'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'corefilectl;trace'= {
            cand --class 'Class of the record'
            cand -o 'Output format'
            cand --output 'Output format'
            cand --corefile 'A finished Corefile that is taken as it is, instead of the templates; - is standard input'
            cand --mesh-file 'Services of the mesh and what resolvers know, as docs/mesh-file.md describes it'
            cand --redirect 'Which queries iptables redirects; on Universal it depends on how the transparent proxy was installed'
            cand --mesh-version 'Kuma release, or a line for its newest patch [default: 2.7]'
            cand --platform 'Where the data plane runs [default: universal]'
            cand --embedded-dns 'The DNS proxy embedded in kuma-dp 2.11 and later [default: on for kubernetes]'
            cand --cp-config 'kuma-cp''s configuration: its bootstrapServer.params.corefileTemplatePath names the control plane''s template'
            cand --cp-template 'The control plane''s template; - is standard input'
            cand --dp-template 'The data plane''s template, which wins; - is standard input'
            cand --dns-coredns-config-template-path 'The data plane''s template, which wins; - is standard input'
            cand --dns-enabled '.Enabled: whether kuma-dp runs any DNS [env: KUMA_DNS_ENABLED]'
            cand --dns-proxy-port '.ProxyPort: port of the embedded proxy, 2.11 and later; 0 is off [env: KUMA_DNS_PROXY_PORT]'
            cand --dns-coredns-port '.CoreDNSPort: where CoreDNS listens [env: KUMA_DNS_CORE_DNS_PORT]'
            cand --dns-coredns-empty-port '.CoreDNSEmptyPort: port of the empty block, 2.7 and earlier [env: KUMA_DNS_CORE_DNS_EMPTY_PORT]'
            cand --dns-envoy-port '.EnvoyDNSPort: where Envoy''s DNS filter listens [env: KUMA_DNS_ENVOY_DNS_PORT]'
            cand --dns-coredns-path '.CoreDNSBinaryPath: the CoreDNS program [env: KUMA_DNS_CORE_DNS_BINARY_PATH]'
            cand --dns-server-config-dir '.ConfigDir: folder of the rendered Corefile [env: KUMA_DNS_CONFIG_DIR]'
            cand --dns-prometheus-port '.PrometheusPort: port of the metrics [env: KUMA_DNS_PROMETHEUS_PORT]'
            cand --dns-enable-logging '.CoreDNSLogging: log queries, 2.6 and later [env: KUMA_DNS_ENABLE_LOGGING]'
            cand --max-template 'Bytes of template text, at most'
            cand --max-output 'Bytes of rendered text, at most'
            cand --max-steps 'Steps of execution, at most'
            cand --color 'When to colour messages'
            cand --tcp 'Ask over TCP'
            cand --allow-import-outside 'Read imported files outside of the working folder, too'
            cand --envoy-down 'Envoy''s DNS listener is not up'
            cand --no-env 'Leave KUMA_DNS_... and other variables of the environment out'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'corefilectl;test'= {
            cand --mesh-file 'Services and resolvers for files that say nothing about them'
            cand -o 'Output format'
            cand --output 'Output format'
            cand --output-file 'Write to FILE, atomically, instead of standard output'
            cand --mesh-version 'Kuma release, or a line for its newest patch [default: 2.7]'
            cand --platform 'Where the data plane runs [default: universal]'
            cand --embedded-dns 'The DNS proxy embedded in kuma-dp 2.11 and later [default: on for kubernetes]'
            cand --max-template 'Bytes of template text, at most'
            cand --max-output 'Bytes of rendered text, at most'
            cand --max-steps 'Steps of execution, at most'
            cand --color 'When to colour messages'
            cand -v 'Show the tests that pass, too'
            cand --verbose 'Show the tests that pass, too'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'corefilectl;graph'= {
            cand -o 'Output format'
            cand --output 'Output format'
            cand --output-file 'Write to FILE, atomically, instead of standard output (-)'
            cand --corefile 'A finished Corefile that is taken as it is, instead of the templates; - is standard input'
            cand --mesh-file 'Services of the mesh and what resolvers know, as docs/mesh-file.md describes it'
            cand --redirect 'Which queries iptables redirects; on Universal it depends on how the transparent proxy was installed'
            cand --mesh-version 'Kuma release, or a line for its newest patch [default: 2.7]'
            cand --platform 'Where the data plane runs [default: universal]'
            cand --embedded-dns 'The DNS proxy embedded in kuma-dp 2.11 and later [default: on for kubernetes]'
            cand --cp-config 'kuma-cp''s configuration: its bootstrapServer.params.corefileTemplatePath names the control plane''s template'
            cand --cp-template 'The control plane''s template; - is standard input'
            cand --dp-template 'The data plane''s template, which wins; - is standard input'
            cand --dns-coredns-config-template-path 'The data plane''s template, which wins; - is standard input'
            cand --dns-enabled '.Enabled: whether kuma-dp runs any DNS [env: KUMA_DNS_ENABLED]'
            cand --dns-proxy-port '.ProxyPort: port of the embedded proxy, 2.11 and later; 0 is off [env: KUMA_DNS_PROXY_PORT]'
            cand --dns-coredns-port '.CoreDNSPort: where CoreDNS listens [env: KUMA_DNS_CORE_DNS_PORT]'
            cand --dns-coredns-empty-port '.CoreDNSEmptyPort: port of the empty block, 2.7 and earlier [env: KUMA_DNS_CORE_DNS_EMPTY_PORT]'
            cand --dns-envoy-port '.EnvoyDNSPort: where Envoy''s DNS filter listens [env: KUMA_DNS_ENVOY_DNS_PORT]'
            cand --dns-coredns-path '.CoreDNSBinaryPath: the CoreDNS program [env: KUMA_DNS_CORE_DNS_BINARY_PATH]'
            cand --dns-server-config-dir '.ConfigDir: folder of the rendered Corefile [env: KUMA_DNS_CONFIG_DIR]'
            cand --dns-prometheus-port '.PrometheusPort: port of the metrics [env: KUMA_DNS_PROMETHEUS_PORT]'
            cand --dns-enable-logging '.CoreDNSLogging: log queries, 2.6 and later [env: KUMA_DNS_ENABLE_LOGGING]'
            cand --max-template 'Bytes of template text, at most'
            cand --max-output 'Bytes of rendered text, at most'
            cand --max-steps 'Steps of execution, at most'
            cand --color 'When to colour messages'
            cand --no-lint 'Leave out what lint finds'
            cand --allow-import-outside 'Read imported files outside of the working folder, too'
            cand --envoy-down 'Envoy''s DNS listener is not up'
            cand --no-env 'Leave KUMA_DNS_... and other variables of the environment out'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'corefilectl;rules'= {
            cand -o 'Output format'
            cand --output 'Output format'
            cand --color 'When to colour messages'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'corefilectl;explain'= {
            cand -o 'Output format'
            cand --output 'Output format'
            cand --color 'When to colour messages'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'corefilectl;template'= {
            cand --data 'The data: JSON, or YAML as Kuma reads it (1.1); - is standard input [default: nothing]'
            cand --go 'The Go release whose text/template is followed, 1.15 to 1.27'
            cand --numbers 'What whole numbers in the data are'
            cand --name 'What messages call the template [default: its file''s name]'
            cand --max-template 'Bytes of template text, at most'
            cand --max-output 'Bytes of rendered text, at most'
            cand --max-steps 'Steps of execution, at most'
            cand --color 'When to colour messages'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'corefilectl;releases'= {
            cand -o 'Output format'
            cand --output 'Output format'
            cand --color 'When to colour messages'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'corefilectl;completion'= {
            cand --color 'When to colour messages'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'corefilectl;version'= {
            cand -o 'Output format'
            cand --output 'Output format'
            cand --color 'When to colour messages'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'corefilectl;lint'= {
            cand --as 'What the inputs are'
            cand --extension 'Further endings of file names that count in folders; repeatable'
            cand --select 'Rules that run: codes, beginnings of codes, names, ALL; repeatable'
            cand --ignore 'Rules that do not run'
            cand --fail-on 'Findings from this severity on make the exit code 1 [default: warning]'
            cand --show 'Findings from this severity on are printed'
            cand --baseline 'Leave out the findings that FILE lists'
            cand --write-baseline 'Write all findings to FILE, as a baseline for later runs'
            cand -o 'Output format [default: human; github in GitHub Actions]'
            cand --output 'Output format [default: human; github in GitHub Actions]'
            cand --output-template 'Lay the findings out with a minijinja template'
            cand --output-file 'Write to FILE, atomically, instead of standard output'
            cand --cp-config 'kuma-cp''s configuration: its bootstrapServer.params.corefileTemplatePath names the control plane''s template'
            cand --cp-template 'The control plane''s template; - is standard input'
            cand --dp-template 'The data plane''s template, which wins; - is standard input'
            cand --dns-coredns-config-template-path 'The data plane''s template, which wins; - is standard input'
            cand --dns-enabled '.Enabled: whether kuma-dp runs any DNS [env: KUMA_DNS_ENABLED]'
            cand --dns-proxy-port '.ProxyPort: port of the embedded proxy, 2.11 and later; 0 is off [env: KUMA_DNS_PROXY_PORT]'
            cand --dns-coredns-port '.CoreDNSPort: where CoreDNS listens [env: KUMA_DNS_CORE_DNS_PORT]'
            cand --dns-coredns-empty-port '.CoreDNSEmptyPort: port of the empty block, 2.7 and earlier [env: KUMA_DNS_CORE_DNS_EMPTY_PORT]'
            cand --dns-envoy-port '.EnvoyDNSPort: where Envoy''s DNS filter listens [env: KUMA_DNS_ENVOY_DNS_PORT]'
            cand --dns-coredns-path '.CoreDNSBinaryPath: the CoreDNS program [env: KUMA_DNS_CORE_DNS_BINARY_PATH]'
            cand --dns-server-config-dir '.ConfigDir: folder of the rendered Corefile [env: KUMA_DNS_CONFIG_DIR]'
            cand --dns-prometheus-port '.PrometheusPort: port of the metrics [env: KUMA_DNS_PROMETHEUS_PORT]'
            cand --dns-enable-logging '.CoreDNSLogging: log queries, 2.6 and later [env: KUMA_DNS_ENABLE_LOGGING]'
            cand --max-template 'Bytes of template text, at most'
            cand --max-output 'Bytes of rendered text, at most'
            cand --max-steps 'Steps of execution, at most'
            cand --mesh-version 'Kuma release, or a line for all of its patches [default: 2.7 and all later lines]'
            cand --platform 'Where the data plane runs [default: both]'
            cand --embedded-dns 'The DNS proxy embedded in kuma-dp 2.11 and later [default: off, as for a Corefile it has to be]'
            cand --color 'When to colour messages'
            cand --allow-import-outside 'Read imported files outside of the working folder, too'
            cand --exit-zero 'Exit with 0 instead of 1'
            cand --fix 'Mend what can be mended mechanically of what is shown, in place'
            cand --diff 'Print what --fix would change, and change nothing'
            cand --no-env 'Leave KUMA_DNS_... and other variables of the environment out'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'corefilectl;check'= {
            cand --as 'What the inputs are'
            cand --extension 'Further endings of file names that count in folders; repeatable'
            cand --select 'Rules that run: codes, beginnings of codes, names, ALL; repeatable'
            cand --ignore 'Rules that do not run'
            cand --fail-on 'Findings from this severity on make the exit code 1 [default: warning]'
            cand --show 'Findings from this severity on are printed'
            cand --baseline 'Leave out the findings that FILE lists'
            cand --write-baseline 'Write all findings to FILE, as a baseline for later runs'
            cand -o 'Output format [default: human; github in GitHub Actions]'
            cand --output 'Output format [default: human; github in GitHub Actions]'
            cand --output-template 'Lay the findings out with a minijinja template'
            cand --output-file 'Write to FILE, atomically, instead of standard output'
            cand --cp-config 'kuma-cp''s configuration: its bootstrapServer.params.corefileTemplatePath names the control plane''s template'
            cand --cp-template 'The control plane''s template; - is standard input'
            cand --dp-template 'The data plane''s template, which wins; - is standard input'
            cand --dns-coredns-config-template-path 'The data plane''s template, which wins; - is standard input'
            cand --dns-enabled '.Enabled: whether kuma-dp runs any DNS [env: KUMA_DNS_ENABLED]'
            cand --dns-proxy-port '.ProxyPort: port of the embedded proxy, 2.11 and later; 0 is off [env: KUMA_DNS_PROXY_PORT]'
            cand --dns-coredns-port '.CoreDNSPort: where CoreDNS listens [env: KUMA_DNS_CORE_DNS_PORT]'
            cand --dns-coredns-empty-port '.CoreDNSEmptyPort: port of the empty block, 2.7 and earlier [env: KUMA_DNS_CORE_DNS_EMPTY_PORT]'
            cand --dns-envoy-port '.EnvoyDNSPort: where Envoy''s DNS filter listens [env: KUMA_DNS_ENVOY_DNS_PORT]'
            cand --dns-coredns-path '.CoreDNSBinaryPath: the CoreDNS program [env: KUMA_DNS_CORE_DNS_BINARY_PATH]'
            cand --dns-server-config-dir '.ConfigDir: folder of the rendered Corefile [env: KUMA_DNS_CONFIG_DIR]'
            cand --dns-prometheus-port '.PrometheusPort: port of the metrics [env: KUMA_DNS_PROMETHEUS_PORT]'
            cand --dns-enable-logging '.CoreDNSLogging: log queries, 2.6 and later [env: KUMA_DNS_ENABLE_LOGGING]'
            cand --max-template 'Bytes of template text, at most'
            cand --max-output 'Bytes of rendered text, at most'
            cand --max-steps 'Steps of execution, at most'
            cand --mesh-version 'Kuma release, or a line for all of its patches [default: 2.7 and all later lines]'
            cand --platform 'Where the data plane runs [default: both]'
            cand --embedded-dns 'The DNS proxy embedded in kuma-dp 2.11 and later [default: off, as for a Corefile it has to be]'
            cand --color 'When to colour messages'
            cand --allow-import-outside 'Read imported files outside of the working folder, too'
            cand --exit-zero 'Exit with 0 instead of 1'
            cand --fix 'Mend what can be mended mechanically of what is shown, in place'
            cand --diff 'Print what --fix would change, and change nothing'
            cand --no-env 'Leave KUMA_DNS_... and other variables of the environment out'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'corefilectl;help'= {
            cand render 'Print the Corefile that kuma-dp would write'
            cand trace 'Follow a DNS query hop by hop: who takes it, who is asked, who answers'
            cand test 'Check that queries come out as expected, on every target of a file of tests'
            cand graph 'Draw the way of DNS queries through a data plane'
            cand rules 'Print the rules that lint checks'
            cand explain 'Explain rules: what fires them, why it matters, what to write instead'
            cand template 'Execute a go-template with data of your own'
            cand releases 'Print the known Kuma releases: CoreDNS, Go, template fields, which overrides exist'
            cand completion 'Print a completion script for a shell'
            cand version 'Print the version, and which Kuma and Go releases it knows'
            cand lint 'Check templates and Corefiles for what would go wrong'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'corefilectl;help;render'= {
        }
        &'corefilectl;help;trace'= {
        }
        &'corefilectl;help;test'= {
        }
        &'corefilectl;help;graph'= {
        }
        &'corefilectl;help;rules'= {
        }
        &'corefilectl;help;explain'= {
        }
        &'corefilectl;help;template'= {
        }
        &'corefilectl;help;releases'= {
        }
        &'corefilectl;help;completion'= {
        }
        &'corefilectl;help;version'= {
        }
        &'corefilectl;help;lint'= {
        }
        &'corefilectl;help;help'= {
        }
    ]
    $completions[$command]
}
