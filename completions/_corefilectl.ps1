
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'corefilectl' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'corefilectl'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'corefilectl' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour messages')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('render', 'render', [CompletionResultType]::ParameterValue, 'Print the Corefile that kuma-dp would write')
            [CompletionResult]::new('fmt', 'fmt', [CompletionResultType]::ParameterValue, 'Bring templates and Corefiles into canonical layout')
            [CompletionResult]::new('trace', 'trace', [CompletionResultType]::ParameterValue, 'Follow a DNS query hop by hop: who takes it, who is asked, who answers')
            [CompletionResult]::new('test', 'test', [CompletionResultType]::ParameterValue, 'Check that queries come out as expected, on every target of a file of tests')
            [CompletionResult]::new('graph', 'graph', [CompletionResultType]::ParameterValue, 'Draw the way of DNS queries through a data plane')
            [CompletionResult]::new('probe', 'probe', [CompletionResultType]::ParameterValue, 'Ask a running CoreDNS, Envoy and resolver, and say at which hop reality leaves the prediction')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Compare two renderings: templates, targets, a template and its default, or what a cluster runs')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Say which Corefile is in force for data planes, and what is wrong around it')
            [CompletionResult]::new('rules', 'rules', [CompletionResultType]::ParameterValue, 'Print the rules that lint checks')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explain rules: what fires them, why it matters, what to write instead')
            [CompletionResult]::new('template', 'template', [CompletionResultType]::ParameterValue, 'Execute a go-template with data of your own')
            [CompletionResult]::new('releases', 'releases', [CompletionResultType]::ParameterValue, 'Print the known Kuma releases: CoreDNS, Go, template fields, which overrides exist')
            [CompletionResult]::new('completion', 'completion', [CompletionResultType]::ParameterValue, 'Print a completion script for a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print a manual page, or write all of them')
            [CompletionResult]::new('version', 'version', [CompletionResultType]::ParameterValue, 'Print the version, and which Kuma and Go releases it knows')
            [CompletionResult]::new('lint', 'lint', [CompletionResultType]::ParameterValue, 'Check templates and Corefiles for what would go wrong')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check templates and Corefiles for what would go wrong')
            [CompletionResult]::new('lsp', 'lsp', [CompletionResultType]::ParameterValue, 'Serve an editor: findings as you type, hover, completion, mends')
            [CompletionResult]::new('upgrade', 'upgrade', [CompletionResultType]::ParameterValue, 'Say what breaks on the way from one Kuma release to another, and mend what is mechanical')
            [CompletionResult]::new('names', 'names', [CompletionResultType]::ParameterValue, 'Print the names that services of the mesh have, or with --whose the services that a name means')
            [CompletionResult]::new('vips', 'vips', [CompletionResultType]::ParameterValue, 'Print the virtual IPs that the control plane gives to services')
            [CompletionResult]::new('envoy', 'envoy', [CompletionResultType]::ParameterValue, 'Print the DNS listener that the control plane gives to Envoy for the services of a mesh')
            [CompletionResult]::new('install', 'install', [CompletionResultType]::ParameterValue, 'Print what carries a template to the mesh')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'corefilectl;render' {
            [CompletionResult]::new('--mesh-version', '--mesh-version', [CompletionResultType]::ParameterName, 'Kuma release, or a line for its newest patch [default: 2.7]')
            [CompletionResult]::new('--platform', '--platform', [CompletionResultType]::ParameterName, 'Where the data plane runs [default: universal]')
            [CompletionResult]::new('--embedded-dns', '--embedded-dns', [CompletionResultType]::ParameterName, 'The DNS proxy embedded in kuma-dp 2.11 and later [default: on for kubernetes]')
            [CompletionResult]::new('--cp-config', '--cp-config', [CompletionResultType]::ParameterName, 'kuma-cp''s configuration: its bootstrapServer.params.corefileTemplatePath names the control plane''s template')
            [CompletionResult]::new('--cp-template', '--cp-template', [CompletionResultType]::ParameterName, 'The control plane''s template; - is standard input')
            [CompletionResult]::new('--dp-template', '--dp-template', [CompletionResultType]::ParameterName, 'The data plane''s template, which wins; - is standard input')
            [CompletionResult]::new('--dns-coredns-config-template-path', '--dns-coredns-config-template-path', [CompletionResultType]::ParameterName, 'The data plane''s template, which wins; - is standard input')
            [CompletionResult]::new('--dns-enabled', '--dns-enabled', [CompletionResultType]::ParameterName, '.Enabled: whether kuma-dp runs any DNS [env: KUMA_DNS_ENABLED]')
            [CompletionResult]::new('--dns-proxy-port', '--dns-proxy-port', [CompletionResultType]::ParameterName, '.ProxyPort: port of the embedded proxy, 2.11 and later; 0 is off [env: KUMA_DNS_PROXY_PORT]')
            [CompletionResult]::new('--dns-coredns-port', '--dns-coredns-port', [CompletionResultType]::ParameterName, '.CoreDNSPort: where CoreDNS listens [env: KUMA_DNS_CORE_DNS_PORT]')
            [CompletionResult]::new('--dns-coredns-empty-port', '--dns-coredns-empty-port', [CompletionResultType]::ParameterName, '.CoreDNSEmptyPort: port of the empty block, 2.7 and earlier [env: KUMA_DNS_CORE_DNS_EMPTY_PORT]')
            [CompletionResult]::new('--dns-envoy-port', '--dns-envoy-port', [CompletionResultType]::ParameterName, '.EnvoyDNSPort: where Envoy''s DNS filter listens [env: KUMA_DNS_ENVOY_DNS_PORT]')
            [CompletionResult]::new('--dns-coredns-path', '--dns-coredns-path', [CompletionResultType]::ParameterName, '.CoreDNSBinaryPath: the CoreDNS program [env: KUMA_DNS_CORE_DNS_BINARY_PATH]')
            [CompletionResult]::new('--dns-server-config-dir', '--dns-server-config-dir', [CompletionResultType]::ParameterName, '.ConfigDir: folder of the rendered Corefile [env: KUMA_DNS_CONFIG_DIR]')
            [CompletionResult]::new('--dns-prometheus-port', '--dns-prometheus-port', [CompletionResultType]::ParameterName, '.PrometheusPort: port of the metrics [env: KUMA_DNS_PROMETHEUS_PORT]')
            [CompletionResult]::new('--dns-enable-logging', '--dns-enable-logging', [CompletionResultType]::ParameterName, '.CoreDNSLogging: log queries, 2.6 and later [env: KUMA_DNS_ENABLE_LOGGING]')
            [CompletionResult]::new('--output-file', '--output-file', [CompletionResultType]::ParameterName, 'Write to FILE, atomically, instead of standard output (-)')
            [CompletionResult]::new('--mode', '--mode', [CompletionResultType]::ParameterName, 'Permissions of the output file; a kuma-dp that runs as another user cannot read 0600')
            [CompletionResult]::new('--source-map', '--source-map', [CompletionResultType]::ParameterName, 'Write which part of the template made which bytes to FILE, as JSON')
            [CompletionResult]::new('--termination-log', '--termination-log', [CompletionResultType]::ParameterName, 'Write the message of a failure to FILE as well, as it stands: /dev/termination-log in a container')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format of --explain')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format of --explain')
            [CompletionResult]::new('--max-template', '--max-template', [CompletionResultType]::ParameterName, 'Bytes of template text, at most')
            [CompletionResult]::new('--max-output', '--max-output', [CompletionResultType]::ParameterName, 'Bytes of rendered text, at most')
            [CompletionResult]::new('--max-steps', '--max-steps', [CompletionResultType]::ParameterName, 'Steps of execution, at most')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour messages')
            [CompletionResult]::new('--no-env', '--no-env', [CompletionResultType]::ParameterName, 'Leave KUMA_DNS_... and other variables of the environment out')
            [CompletionResult]::new('--ignore-embedded-dns', '--ignore-embedded-dns', [CompletionResultType]::ParameterName, 'Render even where the embedded DNS proxy runs and no Corefile is in force')
            [CompletionResult]::new('--for-kuma-dp', '--for-kuma-dp', [CompletionResultType]::ParameterName, 'Escape every {{, so that kuma-dp, which executes the file once more, comes to the same Corefile')
            [CompletionResult]::new('--explain', '--explain', [CompletionResultType]::ParameterName, 'Print every layer and every field''s value with its origin instead of the Corefile')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'corefilectl;fmt' {
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'What the inputs are')
            [CompletionResult]::new('--extension', '--extension', [CompletionResultType]::ParameterName, 'Further endings of file names that count in folders; repeatable')
            [CompletionResult]::new('--max-template', '--max-template', [CompletionResultType]::ParameterName, 'Bytes of a file, at most')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour messages')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Name the files that would change, and change nothing')
            [CompletionResult]::new('--diff', '--diff', [CompletionResultType]::ParameterName, 'Print what would change, and change nothing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'corefilectl;trace' {
            [CompletionResult]::new('--class', '--class', [CompletionResultType]::ParameterName, 'Class of the record')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--redirect', '--redirect', [CompletionResultType]::ParameterName, 'Which queries iptables redirects; on Universal it depends on how the transparent proxy was installed')
            [CompletionResult]::new('--corefile', '--corefile', [CompletionResultType]::ParameterName, 'A finished Corefile that is taken as it is, instead of the templates; - is standard input')
            [CompletionResult]::new('--mesh-file', '--mesh-file', [CompletionResultType]::ParameterName, 'Services of the mesh and what resolvers know, as docs/mesh-file.md describes it')
            [CompletionResult]::new('--mesh-version', '--mesh-version', [CompletionResultType]::ParameterName, 'Kuma release, or a line for its newest patch [default: 2.7]')
            [CompletionResult]::new('--platform', '--platform', [CompletionResultType]::ParameterName, 'Where the data plane runs [default: universal]')
            [CompletionResult]::new('--embedded-dns', '--embedded-dns', [CompletionResultType]::ParameterName, 'The DNS proxy embedded in kuma-dp 2.11 and later [default: on for kubernetes]')
            [CompletionResult]::new('--cp-config', '--cp-config', [CompletionResultType]::ParameterName, 'kuma-cp''s configuration: its bootstrapServer.params.corefileTemplatePath names the control plane''s template')
            [CompletionResult]::new('--cp-template', '--cp-template', [CompletionResultType]::ParameterName, 'The control plane''s template; - is standard input')
            [CompletionResult]::new('--dp-template', '--dp-template', [CompletionResultType]::ParameterName, 'The data plane''s template, which wins; - is standard input')
            [CompletionResult]::new('--dns-coredns-config-template-path', '--dns-coredns-config-template-path', [CompletionResultType]::ParameterName, 'The data plane''s template, which wins; - is standard input')
            [CompletionResult]::new('--dns-enabled', '--dns-enabled', [CompletionResultType]::ParameterName, '.Enabled: whether kuma-dp runs any DNS [env: KUMA_DNS_ENABLED]')
            [CompletionResult]::new('--dns-proxy-port', '--dns-proxy-port', [CompletionResultType]::ParameterName, '.ProxyPort: port of the embedded proxy, 2.11 and later; 0 is off [env: KUMA_DNS_PROXY_PORT]')
            [CompletionResult]::new('--dns-coredns-port', '--dns-coredns-port', [CompletionResultType]::ParameterName, '.CoreDNSPort: where CoreDNS listens [env: KUMA_DNS_CORE_DNS_PORT]')
            [CompletionResult]::new('--dns-coredns-empty-port', '--dns-coredns-empty-port', [CompletionResultType]::ParameterName, '.CoreDNSEmptyPort: port of the empty block, 2.7 and earlier [env: KUMA_DNS_CORE_DNS_EMPTY_PORT]')
            [CompletionResult]::new('--dns-envoy-port', '--dns-envoy-port', [CompletionResultType]::ParameterName, '.EnvoyDNSPort: where Envoy''s DNS filter listens [env: KUMA_DNS_ENVOY_DNS_PORT]')
            [CompletionResult]::new('--dns-coredns-path', '--dns-coredns-path', [CompletionResultType]::ParameterName, '.CoreDNSBinaryPath: the CoreDNS program [env: KUMA_DNS_CORE_DNS_BINARY_PATH]')
            [CompletionResult]::new('--dns-server-config-dir', '--dns-server-config-dir', [CompletionResultType]::ParameterName, '.ConfigDir: folder of the rendered Corefile [env: KUMA_DNS_CONFIG_DIR]')
            [CompletionResult]::new('--dns-prometheus-port', '--dns-prometheus-port', [CompletionResultType]::ParameterName, '.PrometheusPort: port of the metrics [env: KUMA_DNS_PROMETHEUS_PORT]')
            [CompletionResult]::new('--dns-enable-logging', '--dns-enable-logging', [CompletionResultType]::ParameterName, '.CoreDNSLogging: log queries, 2.6 and later [env: KUMA_DNS_ENABLE_LOGGING]')
            [CompletionResult]::new('--max-template', '--max-template', [CompletionResultType]::ParameterName, 'Bytes of template text, at most')
            [CompletionResult]::new('--max-output', '--max-output', [CompletionResultType]::ParameterName, 'Bytes of rendered text, at most')
            [CompletionResult]::new('--max-steps', '--max-steps', [CompletionResultType]::ParameterName, 'Steps of execution, at most')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour messages')
            [CompletionResult]::new('--tcp', '--tcp', [CompletionResultType]::ParameterName, 'Ask over TCP')
            [CompletionResult]::new('--allow-import-outside', '--allow-import-outside', [CompletionResultType]::ParameterName, 'Read imported files outside of the working folder, too')
            [CompletionResult]::new('--envoy-down', '--envoy-down', [CompletionResultType]::ParameterName, 'Envoy''s DNS listener is not up')
            [CompletionResult]::new('--no-env', '--no-env', [CompletionResultType]::ParameterName, 'Leave KUMA_DNS_... and other variables of the environment out')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'corefilectl;test' {
            [CompletionResult]::new('--mesh-file', '--mesh-file', [CompletionResultType]::ParameterName, 'Services and resolvers for files that say nothing about them')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output-file', '--output-file', [CompletionResultType]::ParameterName, 'Write to FILE, atomically, instead of standard output')
            [CompletionResult]::new('--mesh-version', '--mesh-version', [CompletionResultType]::ParameterName, 'Kuma release, or a line for its newest patch [default: 2.7]')
            [CompletionResult]::new('--platform', '--platform', [CompletionResultType]::ParameterName, 'Where the data plane runs [default: universal]')
            [CompletionResult]::new('--embedded-dns', '--embedded-dns', [CompletionResultType]::ParameterName, 'The DNS proxy embedded in kuma-dp 2.11 and later [default: on for kubernetes]')
            [CompletionResult]::new('--max-template', '--max-template', [CompletionResultType]::ParameterName, 'Bytes of template text, at most')
            [CompletionResult]::new('--max-output', '--max-output', [CompletionResultType]::ParameterName, 'Bytes of rendered text, at most')
            [CompletionResult]::new('--max-steps', '--max-steps', [CompletionResultType]::ParameterName, 'Steps of execution, at most')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour messages')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show the tests that pass, too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show the tests that pass, too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'corefilectl;graph' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format [default: text, or what the ending of --output-file says: svg, dot, gv, mmd]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format [default: text, or what the ending of --output-file says: svg, dot, gv, mmd]')
            [CompletionResult]::new('--output-file', '--output-file', [CompletionResultType]::ParameterName, 'Write to FILE, atomically, instead of standard output (-)')
            [CompletionResult]::new('--redirect', '--redirect', [CompletionResultType]::ParameterName, 'Which queries iptables redirects; on Universal it depends on how the transparent proxy was installed')
            [CompletionResult]::new('--corefile', '--corefile', [CompletionResultType]::ParameterName, 'A finished Corefile that is taken as it is, instead of the templates; - is standard input')
            [CompletionResult]::new('--mesh-file', '--mesh-file', [CompletionResultType]::ParameterName, 'Services of the mesh and what resolvers know, as docs/mesh-file.md describes it')
            [CompletionResult]::new('--mesh-version', '--mesh-version', [CompletionResultType]::ParameterName, 'Kuma release, or a line for its newest patch [default: 2.7]')
            [CompletionResult]::new('--platform', '--platform', [CompletionResultType]::ParameterName, 'Where the data plane runs [default: universal]')
            [CompletionResult]::new('--embedded-dns', '--embedded-dns', [CompletionResultType]::ParameterName, 'The DNS proxy embedded in kuma-dp 2.11 and later [default: on for kubernetes]')
            [CompletionResult]::new('--cp-config', '--cp-config', [CompletionResultType]::ParameterName, 'kuma-cp''s configuration: its bootstrapServer.params.corefileTemplatePath names the control plane''s template')
            [CompletionResult]::new('--cp-template', '--cp-template', [CompletionResultType]::ParameterName, 'The control plane''s template; - is standard input')
            [CompletionResult]::new('--dp-template', '--dp-template', [CompletionResultType]::ParameterName, 'The data plane''s template, which wins; - is standard input')
            [CompletionResult]::new('--dns-coredns-config-template-path', '--dns-coredns-config-template-path', [CompletionResultType]::ParameterName, 'The data plane''s template, which wins; - is standard input')
            [CompletionResult]::new('--dns-enabled', '--dns-enabled', [CompletionResultType]::ParameterName, '.Enabled: whether kuma-dp runs any DNS [env: KUMA_DNS_ENABLED]')
            [CompletionResult]::new('--dns-proxy-port', '--dns-proxy-port', [CompletionResultType]::ParameterName, '.ProxyPort: port of the embedded proxy, 2.11 and later; 0 is off [env: KUMA_DNS_PROXY_PORT]')
            [CompletionResult]::new('--dns-coredns-port', '--dns-coredns-port', [CompletionResultType]::ParameterName, '.CoreDNSPort: where CoreDNS listens [env: KUMA_DNS_CORE_DNS_PORT]')
            [CompletionResult]::new('--dns-coredns-empty-port', '--dns-coredns-empty-port', [CompletionResultType]::ParameterName, '.CoreDNSEmptyPort: port of the empty block, 2.7 and earlier [env: KUMA_DNS_CORE_DNS_EMPTY_PORT]')
            [CompletionResult]::new('--dns-envoy-port', '--dns-envoy-port', [CompletionResultType]::ParameterName, '.EnvoyDNSPort: where Envoy''s DNS filter listens [env: KUMA_DNS_ENVOY_DNS_PORT]')
            [CompletionResult]::new('--dns-coredns-path', '--dns-coredns-path', [CompletionResultType]::ParameterName, '.CoreDNSBinaryPath: the CoreDNS program [env: KUMA_DNS_CORE_DNS_BINARY_PATH]')
            [CompletionResult]::new('--dns-server-config-dir', '--dns-server-config-dir', [CompletionResultType]::ParameterName, '.ConfigDir: folder of the rendered Corefile [env: KUMA_DNS_CONFIG_DIR]')
            [CompletionResult]::new('--dns-prometheus-port', '--dns-prometheus-port', [CompletionResultType]::ParameterName, '.PrometheusPort: port of the metrics [env: KUMA_DNS_PROMETHEUS_PORT]')
            [CompletionResult]::new('--dns-enable-logging', '--dns-enable-logging', [CompletionResultType]::ParameterName, '.CoreDNSLogging: log queries, 2.6 and later [env: KUMA_DNS_ENABLE_LOGGING]')
            [CompletionResult]::new('--max-template', '--max-template', [CompletionResultType]::ParameterName, 'Bytes of template text, at most')
            [CompletionResult]::new('--max-output', '--max-output', [CompletionResultType]::ParameterName, 'Bytes of rendered text, at most')
            [CompletionResult]::new('--max-steps', '--max-steps', [CompletionResultType]::ParameterName, 'Steps of execution, at most')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour messages')
            [CompletionResult]::new('--no-lint', '--no-lint', [CompletionResultType]::ParameterName, 'Leave out what lint finds')
            [CompletionResult]::new('--allow-import-outside', '--allow-import-outside', [CompletionResultType]::ParameterName, 'Read imported files outside of the working folder, too')
            [CompletionResult]::new('--envoy-down', '--envoy-down', [CompletionResultType]::ParameterName, 'Envoy''s DNS listener is not up')
            [CompletionResult]::new('--no-env', '--no-env', [CompletionResultType]::ParameterName, 'Leave KUMA_DNS_... and other variables of the environment out')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'corefilectl;probe' {
            [CompletionResult]::new('--class', '--class', [CompletionResultType]::ParameterName, 'Class of the record')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'CoreDNS, or the embedded DNS proxy [default: 127.0.0.1 and the port that the target gives it]')
            [CompletionResult]::new('--envoy', '--envoy', [CompletionResultType]::ParameterName, 'Envoy''s DNS listener; none leaves it out [default: 127.0.0.1 and the port that the target gives it, unless --server is elsewhere]')
            [CompletionResult]::new('--resolver', '--resolver', [CompletionResultType]::ParameterName, 'The host''s resolver [default: it is not asked]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long a try may take: 2s, 500ms, or seconds')
            [CompletionResult]::new('--tries', '--tries', [CompletionResultType]::ParameterName, 'How often each server is asked before it counts as silent')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--corefile', '--corefile', [CompletionResultType]::ParameterName, 'A finished Corefile that is taken as it is, instead of the templates; - is standard input')
            [CompletionResult]::new('--mesh-file', '--mesh-file', [CompletionResultType]::ParameterName, 'Services of the mesh and what resolvers know, as docs/mesh-file.md describes it')
            [CompletionResult]::new('--mesh-version', '--mesh-version', [CompletionResultType]::ParameterName, 'Kuma release, or a line for its newest patch [default: 2.7]')
            [CompletionResult]::new('--platform', '--platform', [CompletionResultType]::ParameterName, 'Where the data plane runs [default: universal]')
            [CompletionResult]::new('--embedded-dns', '--embedded-dns', [CompletionResultType]::ParameterName, 'The DNS proxy embedded in kuma-dp 2.11 and later [default: on for kubernetes]')
            [CompletionResult]::new('--cp-config', '--cp-config', [CompletionResultType]::ParameterName, 'kuma-cp''s configuration: its bootstrapServer.params.corefileTemplatePath names the control plane''s template')
            [CompletionResult]::new('--cp-template', '--cp-template', [CompletionResultType]::ParameterName, 'The control plane''s template; - is standard input')
            [CompletionResult]::new('--dp-template', '--dp-template', [CompletionResultType]::ParameterName, 'The data plane''s template, which wins; - is standard input')
            [CompletionResult]::new('--dns-coredns-config-template-path', '--dns-coredns-config-template-path', [CompletionResultType]::ParameterName, 'The data plane''s template, which wins; - is standard input')
            [CompletionResult]::new('--dns-enabled', '--dns-enabled', [CompletionResultType]::ParameterName, '.Enabled: whether kuma-dp runs any DNS [env: KUMA_DNS_ENABLED]')
            [CompletionResult]::new('--dns-proxy-port', '--dns-proxy-port', [CompletionResultType]::ParameterName, '.ProxyPort: port of the embedded proxy, 2.11 and later; 0 is off [env: KUMA_DNS_PROXY_PORT]')
            [CompletionResult]::new('--dns-coredns-port', '--dns-coredns-port', [CompletionResultType]::ParameterName, '.CoreDNSPort: where CoreDNS listens [env: KUMA_DNS_CORE_DNS_PORT]')
            [CompletionResult]::new('--dns-coredns-empty-port', '--dns-coredns-empty-port', [CompletionResultType]::ParameterName, '.CoreDNSEmptyPort: port of the empty block, 2.7 and earlier [env: KUMA_DNS_CORE_DNS_EMPTY_PORT]')
            [CompletionResult]::new('--dns-envoy-port', '--dns-envoy-port', [CompletionResultType]::ParameterName, '.EnvoyDNSPort: where Envoy''s DNS filter listens [env: KUMA_DNS_ENVOY_DNS_PORT]')
            [CompletionResult]::new('--dns-coredns-path', '--dns-coredns-path', [CompletionResultType]::ParameterName, '.CoreDNSBinaryPath: the CoreDNS program [env: KUMA_DNS_CORE_DNS_BINARY_PATH]')
            [CompletionResult]::new('--dns-server-config-dir', '--dns-server-config-dir', [CompletionResultType]::ParameterName, '.ConfigDir: folder of the rendered Corefile [env: KUMA_DNS_CONFIG_DIR]')
            [CompletionResult]::new('--dns-prometheus-port', '--dns-prometheus-port', [CompletionResultType]::ParameterName, '.PrometheusPort: port of the metrics [env: KUMA_DNS_PROMETHEUS_PORT]')
            [CompletionResult]::new('--dns-enable-logging', '--dns-enable-logging', [CompletionResultType]::ParameterName, '.CoreDNSLogging: log queries, 2.6 and later [env: KUMA_DNS_ENABLE_LOGGING]')
            [CompletionResult]::new('--max-template', '--max-template', [CompletionResultType]::ParameterName, 'Bytes of template text, at most')
            [CompletionResult]::new('--max-output', '--max-output', [CompletionResultType]::ParameterName, 'Bytes of rendered text, at most')
            [CompletionResult]::new('--max-steps', '--max-steps', [CompletionResultType]::ParameterName, 'Steps of execution, at most')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour messages')
            [CompletionResult]::new('--tcp', '--tcp', [CompletionResultType]::ParameterName, 'Ask over TCP; Envoy is asked over UDP all the same, because it speaks nothing else')
            [CompletionResult]::new('--no-edns', '--no-edns', [CompletionResultType]::ParameterName, 'Ask without EDNS')
            [CompletionResult]::new('--allow-import-outside', '--allow-import-outside', [CompletionResultType]::ParameterName, 'Read imported files outside of the working folder, too')
            [CompletionResult]::new('--envoy-down', '--envoy-down', [CompletionResultType]::ParameterName, 'Envoy''s DNS listener is not up')
            [CompletionResult]::new('--no-env', '--no-env', [CompletionResultType]::ParameterName, 'Leave KUMA_DNS_... and other variables of the environment out')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'corefilectl;diff' {
            [CompletionResult]::new('--running', '--running', [CompletionResultType]::ParameterName, 'What a cluster runs, a finished Corefile, as the old side; the new one is OLD, or the template that wins')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'What the files are')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The template that stands under KEY, in YAML files with several')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format [default: human, with -U unified]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format [default: human, with -U unified]')
            [CompletionResult]::new('-U', '-U ', [CompletionResultType]::ParameterName, 'Lines around changes in unified text [default: 3]')
            [CompletionResult]::new('--unified', '--unified', [CompletionResultType]::ParameterName, 'Lines around changes in unified text [default: 3]')
            [CompletionResult]::new('--mesh-version', '--mesh-version', [CompletionResultType]::ParameterName, 'Kuma release, or a line for its newest patch [default: 2.7]')
            [CompletionResult]::new('--platform', '--platform', [CompletionResultType]::ParameterName, 'Where the data plane runs [default: universal]')
            [CompletionResult]::new('--embedded-dns', '--embedded-dns', [CompletionResultType]::ParameterName, 'The DNS proxy embedded in kuma-dp 2.11 and later [default: on for kubernetes]')
            [CompletionResult]::new('--cp-config', '--cp-config', [CompletionResultType]::ParameterName, 'kuma-cp''s configuration: its bootstrapServer.params.corefileTemplatePath names the control plane''s template')
            [CompletionResult]::new('--cp-template', '--cp-template', [CompletionResultType]::ParameterName, 'The control plane''s template; - is standard input')
            [CompletionResult]::new('--dp-template', '--dp-template', [CompletionResultType]::ParameterName, 'The data plane''s template, which wins; - is standard input')
            [CompletionResult]::new('--dns-coredns-config-template-path', '--dns-coredns-config-template-path', [CompletionResultType]::ParameterName, 'The data plane''s template, which wins; - is standard input')
            [CompletionResult]::new('--dns-enabled', '--dns-enabled', [CompletionResultType]::ParameterName, '.Enabled: whether kuma-dp runs any DNS [env: KUMA_DNS_ENABLED]')
            [CompletionResult]::new('--dns-proxy-port', '--dns-proxy-port', [CompletionResultType]::ParameterName, '.ProxyPort: port of the embedded proxy, 2.11 and later; 0 is off [env: KUMA_DNS_PROXY_PORT]')
            [CompletionResult]::new('--dns-coredns-port', '--dns-coredns-port', [CompletionResultType]::ParameterName, '.CoreDNSPort: where CoreDNS listens [env: KUMA_DNS_CORE_DNS_PORT]')
            [CompletionResult]::new('--dns-coredns-empty-port', '--dns-coredns-empty-port', [CompletionResultType]::ParameterName, '.CoreDNSEmptyPort: port of the empty block, 2.7 and earlier [env: KUMA_DNS_CORE_DNS_EMPTY_PORT]')
            [CompletionResult]::new('--dns-envoy-port', '--dns-envoy-port', [CompletionResultType]::ParameterName, '.EnvoyDNSPort: where Envoy''s DNS filter listens [env: KUMA_DNS_ENVOY_DNS_PORT]')
            [CompletionResult]::new('--dns-coredns-path', '--dns-coredns-path', [CompletionResultType]::ParameterName, '.CoreDNSBinaryPath: the CoreDNS program [env: KUMA_DNS_CORE_DNS_BINARY_PATH]')
            [CompletionResult]::new('--dns-server-config-dir', '--dns-server-config-dir', [CompletionResultType]::ParameterName, '.ConfigDir: folder of the rendered Corefile [env: KUMA_DNS_CONFIG_DIR]')
            [CompletionResult]::new('--dns-prometheus-port', '--dns-prometheus-port', [CompletionResultType]::ParameterName, '.PrometheusPort: port of the metrics [env: KUMA_DNS_PROMETHEUS_PORT]')
            [CompletionResult]::new('--dns-enable-logging', '--dns-enable-logging', [CompletionResultType]::ParameterName, '.CoreDNSLogging: log queries, 2.6 and later [env: KUMA_DNS_ENABLE_LOGGING]')
            [CompletionResult]::new('--to-mesh-version', '--to-mesh-version', [CompletionResultType]::ParameterName, 'Kuma release of the new side, or a line for its newest patch')
            [CompletionResult]::new('--to-platform', '--to-platform', [CompletionResultType]::ParameterName, 'Where the new side''s data plane runs')
            [CompletionResult]::new('--to-embedded-dns', '--to-embedded-dns', [CompletionResultType]::ParameterName, 'The embedded DNS proxy on the new side')
            [CompletionResult]::new('--to-set', '--to-set', [CompletionResultType]::ParameterName, 'A flag of kuma-dp on the new side: dns-enable-logging=true; repeatable')
            [CompletionResult]::new('--max-template', '--max-template', [CompletionResultType]::ParameterName, 'Bytes of template text, at most')
            [CompletionResult]::new('--max-output', '--max-output', [CompletionResultType]::ParameterName, 'Bytes of rendered text, at most')
            [CompletionResult]::new('--max-steps', '--max-steps', [CompletionResultType]::ParameterName, 'Steps of execution, at most')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour messages')
            [CompletionResult]::new('--allow-import-outside', '--allow-import-outside', [CompletionResultType]::ParameterName, 'Read imported files outside of the working folder, too')
            [CompletionResult]::new('--exit-code', '--exit-code', [CompletionResultType]::ParameterName, 'Exit with 1 where something differs')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no differences; implies --exit-code')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no differences; implies --exit-code')
            [CompletionResult]::new('--no-env', '--no-env', [CompletionResultType]::ParameterName, 'Leave KUMA_DNS_... and other variables of the environment out')
            [CompletionResult]::new('--ignore-embedded-dns', '--ignore-embedded-dns', [CompletionResultType]::ParameterName, 'Render even where the embedded DNS proxy runs and no Corefile is in force')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'corefilectl;doctor' {
            [CompletionResult]::new('--mesh-version', '--mesh-version', [CompletionResultType]::ParameterName, 'Kuma release, or a line for its newest patch [default: 2.7]')
            [CompletionResult]::new('--platform', '--platform', [CompletionResultType]::ParameterName, 'Where the data plane runs [default: universal]')
            [CompletionResult]::new('--embedded-dns', '--embedded-dns', [CompletionResultType]::ParameterName, 'The DNS proxy embedded in kuma-dp 2.11 and later [default: on for kubernetes]')
            [CompletionResult]::new('--cluster-cidr', '--cluster-cidr', [CompletionResultType]::ParameterName, 'Ranges of the cluster''s own addresses, such as those of Services and Pods; repeatable')
            [CompletionResult]::new('--trace', '--trace', [CompletionResultType]::ParameterName, 'Follow a query for NAME through the Corefile of every class')
            [CompletionResult]::new('--type', '--type', [CompletionResultType]::ParameterName, 'Type of the query''s record')
            [CompletionResult]::new('--mesh-file', '--mesh-file', [CompletionResultType]::ParameterName, 'Services of the mesh for --trace, as docs/mesh-file.md describes it')
            [CompletionResult]::new('--select', '--select', [CompletionResultType]::ParameterName, 'Rules that run: codes, beginnings of codes, names, ALL; repeatable')
            [CompletionResult]::new('--ignore', '--ignore', [CompletionResultType]::ParameterName, 'Rules that do not run')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Findings from this severity on make the exit code 1 [default: warning]')
            [CompletionResult]::new('--show', '--show', [CompletionResultType]::ParameterName, 'Findings from this severity on are printed')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format [default: human; github in GitHub Actions]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format [default: human; github in GitHub Actions]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format [default: human; github in GitHub Actions]')
            [CompletionResult]::new('--output-file', '--output-file', [CompletionResultType]::ParameterName, 'Write to FILE, atomically, instead of standard output')
            [CompletionResult]::new('--max-template', '--max-template', [CompletionResultType]::ParameterName, 'Bytes of template text, at most')
            [CompletionResult]::new('--max-output', '--max-output', [CompletionResultType]::ParameterName, 'Bytes of rendered text, at most')
            [CompletionResult]::new('--max-steps', '--max-steps', [CompletionResultType]::ParameterName, 'Steps of execution, at most')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour messages')
            [CompletionResult]::new('--lint', '--lint', [CompletionResultType]::ParameterName, 'Lint the Corefile template of every class')
            [CompletionResult]::new('--exit-zero', '--exit-zero', [CompletionResultType]::ParameterName, 'Exit with 0 instead of 1')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'corefilectl;rules' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour messages')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'corefilectl;explain' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour messages')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'corefilectl;template' {
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'The data: JSON, or YAML as Kuma reads it (1.1); - is standard input [default: nothing]')
            [CompletionResult]::new('--go', '--go', [CompletionResultType]::ParameterName, 'The Go release whose text/template is followed, 1.15 to 1.27')
            [CompletionResult]::new('--numbers', '--numbers', [CompletionResultType]::ParameterName, 'What whole numbers in the data are')
            [CompletionResult]::new('--functions', '--functions', [CompletionResultType]::ParameterName, 'Functions beside Go''s own')
            [CompletionResult]::new('--label', '--label', [CompletionResultType]::ParameterName, 'A label that the function `label` finds; may be repeated')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'What messages call the template [default: its file''s name]')
            [CompletionResult]::new('--max-template', '--max-template', [CompletionResultType]::ParameterName, 'Bytes of template text, at most')
            [CompletionResult]::new('--max-output', '--max-output', [CompletionResultType]::ParameterName, 'Bytes of rendered text, at most')
            [CompletionResult]::new('--max-steps', '--max-steps', [CompletionResultType]::ParameterName, 'Steps of execution, at most')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour messages')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'corefilectl;releases' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour messages')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'corefilectl;completion' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour messages')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'corefilectl;man' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'Write all pages into this folder, as corefilectl.1, corefilectl-render.1 and so on')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour messages')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'corefilectl;version' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour messages')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'corefilectl;lint' {
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'What the inputs are')
            [CompletionResult]::new('--extension', '--extension', [CompletionResultType]::ParameterName, 'Further endings of file names that count in folders; repeatable')
            [CompletionResult]::new('--select', '--select', [CompletionResultType]::ParameterName, 'Rules that run: codes, beginnings of codes, names, ALL; repeatable')
            [CompletionResult]::new('--ignore', '--ignore', [CompletionResultType]::ParameterName, 'Rules that do not run')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Findings from this severity on make the exit code 1 [default: warning]')
            [CompletionResult]::new('--show', '--show', [CompletionResultType]::ParameterName, 'Findings from this severity on are printed')
            [CompletionResult]::new('--baseline', '--baseline', [CompletionResultType]::ParameterName, 'Leave out the findings that FILE lists')
            [CompletionResult]::new('--write-baseline', '--write-baseline', [CompletionResultType]::ParameterName, 'Write all findings to FILE, as a baseline for later runs')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format [default: human; github in GitHub Actions]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format [default: human; github in GitHub Actions]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format [default: human; github in GitHub Actions]')
            [CompletionResult]::new('--output-template', '--output-template', [CompletionResultType]::ParameterName, 'Lay the findings out with a minijinja template')
            [CompletionResult]::new('--output-file', '--output-file', [CompletionResultType]::ParameterName, 'Write to FILE, atomically, instead of standard output')
            [CompletionResult]::new('--cp-config', '--cp-config', [CompletionResultType]::ParameterName, 'kuma-cp''s configuration: its bootstrapServer.params.corefileTemplatePath names the control plane''s template')
            [CompletionResult]::new('--cp-template', '--cp-template', [CompletionResultType]::ParameterName, 'The control plane''s template; - is standard input')
            [CompletionResult]::new('--dp-template', '--dp-template', [CompletionResultType]::ParameterName, 'The data plane''s template, which wins; - is standard input')
            [CompletionResult]::new('--dns-coredns-config-template-path', '--dns-coredns-config-template-path', [CompletionResultType]::ParameterName, 'The data plane''s template, which wins; - is standard input')
            [CompletionResult]::new('--dns-enabled', '--dns-enabled', [CompletionResultType]::ParameterName, '.Enabled: whether kuma-dp runs any DNS [env: KUMA_DNS_ENABLED]')
            [CompletionResult]::new('--dns-proxy-port', '--dns-proxy-port', [CompletionResultType]::ParameterName, '.ProxyPort: port of the embedded proxy, 2.11 and later; 0 is off [env: KUMA_DNS_PROXY_PORT]')
            [CompletionResult]::new('--dns-coredns-port', '--dns-coredns-port', [CompletionResultType]::ParameterName, '.CoreDNSPort: where CoreDNS listens [env: KUMA_DNS_CORE_DNS_PORT]')
            [CompletionResult]::new('--dns-coredns-empty-port', '--dns-coredns-empty-port', [CompletionResultType]::ParameterName, '.CoreDNSEmptyPort: port of the empty block, 2.7 and earlier [env: KUMA_DNS_CORE_DNS_EMPTY_PORT]')
            [CompletionResult]::new('--dns-envoy-port', '--dns-envoy-port', [CompletionResultType]::ParameterName, '.EnvoyDNSPort: where Envoy''s DNS filter listens [env: KUMA_DNS_ENVOY_DNS_PORT]')
            [CompletionResult]::new('--dns-coredns-path', '--dns-coredns-path', [CompletionResultType]::ParameterName, '.CoreDNSBinaryPath: the CoreDNS program [env: KUMA_DNS_CORE_DNS_BINARY_PATH]')
            [CompletionResult]::new('--dns-server-config-dir', '--dns-server-config-dir', [CompletionResultType]::ParameterName, '.ConfigDir: folder of the rendered Corefile [env: KUMA_DNS_CONFIG_DIR]')
            [CompletionResult]::new('--dns-prometheus-port', '--dns-prometheus-port', [CompletionResultType]::ParameterName, '.PrometheusPort: port of the metrics [env: KUMA_DNS_PROMETHEUS_PORT]')
            [CompletionResult]::new('--dns-enable-logging', '--dns-enable-logging', [CompletionResultType]::ParameterName, '.CoreDNSLogging: log queries, 2.6 and later [env: KUMA_DNS_ENABLE_LOGGING]')
            [CompletionResult]::new('--max-template', '--max-template', [CompletionResultType]::ParameterName, 'Bytes of template text, at most')
            [CompletionResult]::new('--max-output', '--max-output', [CompletionResultType]::ParameterName, 'Bytes of rendered text, at most')
            [CompletionResult]::new('--max-steps', '--max-steps', [CompletionResultType]::ParameterName, 'Steps of execution, at most')
            [CompletionResult]::new('--mesh-version', '--mesh-version', [CompletionResultType]::ParameterName, 'Kuma release, or a line for all of its patches [default: 2.7 and all later lines]')
            [CompletionResult]::new('--platform', '--platform', [CompletionResultType]::ParameterName, 'Where the data plane runs [default: both]')
            [CompletionResult]::new('--embedded-dns', '--embedded-dns', [CompletionResultType]::ParameterName, 'The DNS proxy embedded in kuma-dp 2.11 and later [default: off, as for a Corefile it has to be]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour messages')
            [CompletionResult]::new('--allow-import-outside', '--allow-import-outside', [CompletionResultType]::ParameterName, 'Read imported files outside of the working folder, too')
            [CompletionResult]::new('--exit-zero', '--exit-zero', [CompletionResultType]::ParameterName, 'Exit with 0 instead of 1')
            [CompletionResult]::new('--fix', '--fix', [CompletionResultType]::ParameterName, 'Mend what can be mended mechanically of what is shown, in place')
            [CompletionResult]::new('--diff', '--diff', [CompletionResultType]::ParameterName, 'Print what --fix would change, and change nothing')
            [CompletionResult]::new('--no-env', '--no-env', [CompletionResultType]::ParameterName, 'Leave KUMA_DNS_... and other variables of the environment out')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'corefilectl;check' {
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'What the inputs are')
            [CompletionResult]::new('--extension', '--extension', [CompletionResultType]::ParameterName, 'Further endings of file names that count in folders; repeatable')
            [CompletionResult]::new('--select', '--select', [CompletionResultType]::ParameterName, 'Rules that run: codes, beginnings of codes, names, ALL; repeatable')
            [CompletionResult]::new('--ignore', '--ignore', [CompletionResultType]::ParameterName, 'Rules that do not run')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Findings from this severity on make the exit code 1 [default: warning]')
            [CompletionResult]::new('--show', '--show', [CompletionResultType]::ParameterName, 'Findings from this severity on are printed')
            [CompletionResult]::new('--baseline', '--baseline', [CompletionResultType]::ParameterName, 'Leave out the findings that FILE lists')
            [CompletionResult]::new('--write-baseline', '--write-baseline', [CompletionResultType]::ParameterName, 'Write all findings to FILE, as a baseline for later runs')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format [default: human; github in GitHub Actions]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format [default: human; github in GitHub Actions]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format [default: human; github in GitHub Actions]')
            [CompletionResult]::new('--output-template', '--output-template', [CompletionResultType]::ParameterName, 'Lay the findings out with a minijinja template')
            [CompletionResult]::new('--output-file', '--output-file', [CompletionResultType]::ParameterName, 'Write to FILE, atomically, instead of standard output')
            [CompletionResult]::new('--cp-config', '--cp-config', [CompletionResultType]::ParameterName, 'kuma-cp''s configuration: its bootstrapServer.params.corefileTemplatePath names the control plane''s template')
            [CompletionResult]::new('--cp-template', '--cp-template', [CompletionResultType]::ParameterName, 'The control plane''s template; - is standard input')
            [CompletionResult]::new('--dp-template', '--dp-template', [CompletionResultType]::ParameterName, 'The data plane''s template, which wins; - is standard input')
            [CompletionResult]::new('--dns-coredns-config-template-path', '--dns-coredns-config-template-path', [CompletionResultType]::ParameterName, 'The data plane''s template, which wins; - is standard input')
            [CompletionResult]::new('--dns-enabled', '--dns-enabled', [CompletionResultType]::ParameterName, '.Enabled: whether kuma-dp runs any DNS [env: KUMA_DNS_ENABLED]')
            [CompletionResult]::new('--dns-proxy-port', '--dns-proxy-port', [CompletionResultType]::ParameterName, '.ProxyPort: port of the embedded proxy, 2.11 and later; 0 is off [env: KUMA_DNS_PROXY_PORT]')
            [CompletionResult]::new('--dns-coredns-port', '--dns-coredns-port', [CompletionResultType]::ParameterName, '.CoreDNSPort: where CoreDNS listens [env: KUMA_DNS_CORE_DNS_PORT]')
            [CompletionResult]::new('--dns-coredns-empty-port', '--dns-coredns-empty-port', [CompletionResultType]::ParameterName, '.CoreDNSEmptyPort: port of the empty block, 2.7 and earlier [env: KUMA_DNS_CORE_DNS_EMPTY_PORT]')
            [CompletionResult]::new('--dns-envoy-port', '--dns-envoy-port', [CompletionResultType]::ParameterName, '.EnvoyDNSPort: where Envoy''s DNS filter listens [env: KUMA_DNS_ENVOY_DNS_PORT]')
            [CompletionResult]::new('--dns-coredns-path', '--dns-coredns-path', [CompletionResultType]::ParameterName, '.CoreDNSBinaryPath: the CoreDNS program [env: KUMA_DNS_CORE_DNS_BINARY_PATH]')
            [CompletionResult]::new('--dns-server-config-dir', '--dns-server-config-dir', [CompletionResultType]::ParameterName, '.ConfigDir: folder of the rendered Corefile [env: KUMA_DNS_CONFIG_DIR]')
            [CompletionResult]::new('--dns-prometheus-port', '--dns-prometheus-port', [CompletionResultType]::ParameterName, '.PrometheusPort: port of the metrics [env: KUMA_DNS_PROMETHEUS_PORT]')
            [CompletionResult]::new('--dns-enable-logging', '--dns-enable-logging', [CompletionResultType]::ParameterName, '.CoreDNSLogging: log queries, 2.6 and later [env: KUMA_DNS_ENABLE_LOGGING]')
            [CompletionResult]::new('--max-template', '--max-template', [CompletionResultType]::ParameterName, 'Bytes of template text, at most')
            [CompletionResult]::new('--max-output', '--max-output', [CompletionResultType]::ParameterName, 'Bytes of rendered text, at most')
            [CompletionResult]::new('--max-steps', '--max-steps', [CompletionResultType]::ParameterName, 'Steps of execution, at most')
            [CompletionResult]::new('--mesh-version', '--mesh-version', [CompletionResultType]::ParameterName, 'Kuma release, or a line for all of its patches [default: 2.7 and all later lines]')
            [CompletionResult]::new('--platform', '--platform', [CompletionResultType]::ParameterName, 'Where the data plane runs [default: both]')
            [CompletionResult]::new('--embedded-dns', '--embedded-dns', [CompletionResultType]::ParameterName, 'The DNS proxy embedded in kuma-dp 2.11 and later [default: off, as for a Corefile it has to be]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour messages')
            [CompletionResult]::new('--allow-import-outside', '--allow-import-outside', [CompletionResultType]::ParameterName, 'Read imported files outside of the working folder, too')
            [CompletionResult]::new('--exit-zero', '--exit-zero', [CompletionResultType]::ParameterName, 'Exit with 0 instead of 1')
            [CompletionResult]::new('--fix', '--fix', [CompletionResultType]::ParameterName, 'Mend what can be mended mechanically of what is shown, in place')
            [CompletionResult]::new('--diff', '--diff', [CompletionResultType]::ParameterName, 'Print what --fix would change, and change nothing')
            [CompletionResult]::new('--no-env', '--no-env', [CompletionResultType]::ParameterName, 'Leave KUMA_DNS_... and other variables of the environment out')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'corefilectl;lsp' {
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'What documents are')
            [CompletionResult]::new('--embedded-dns', '--embedded-dns', [CompletionResultType]::ParameterName, 'The DNS proxy embedded in kuma-dp 2.11 and later [default: on for kubernetes]')
            [CompletionResult]::new('--cp-config', '--cp-config', [CompletionResultType]::ParameterName, 'kuma-cp''s configuration: its bootstrapServer.params.corefileTemplatePath names the control plane''s template')
            [CompletionResult]::new('--dns-enabled', '--dns-enabled', [CompletionResultType]::ParameterName, '.Enabled: whether kuma-dp runs any DNS [env: KUMA_DNS_ENABLED]')
            [CompletionResult]::new('--dns-proxy-port', '--dns-proxy-port', [CompletionResultType]::ParameterName, '.ProxyPort: port of the embedded proxy, 2.11 and later; 0 is off [env: KUMA_DNS_PROXY_PORT]')
            [CompletionResult]::new('--dns-coredns-port', '--dns-coredns-port', [CompletionResultType]::ParameterName, '.CoreDNSPort: where CoreDNS listens [env: KUMA_DNS_CORE_DNS_PORT]')
            [CompletionResult]::new('--dns-coredns-empty-port', '--dns-coredns-empty-port', [CompletionResultType]::ParameterName, '.CoreDNSEmptyPort: port of the empty block, 2.7 and earlier [env: KUMA_DNS_CORE_DNS_EMPTY_PORT]')
            [CompletionResult]::new('--dns-envoy-port', '--dns-envoy-port', [CompletionResultType]::ParameterName, '.EnvoyDNSPort: where Envoy''s DNS filter listens [env: KUMA_DNS_ENVOY_DNS_PORT]')
            [CompletionResult]::new('--dns-coredns-path', '--dns-coredns-path', [CompletionResultType]::ParameterName, '.CoreDNSBinaryPath: the CoreDNS program [env: KUMA_DNS_CORE_DNS_BINARY_PATH]')
            [CompletionResult]::new('--dns-server-config-dir', '--dns-server-config-dir', [CompletionResultType]::ParameterName, '.ConfigDir: folder of the rendered Corefile [env: KUMA_DNS_CONFIG_DIR]')
            [CompletionResult]::new('--dns-prometheus-port', '--dns-prometheus-port', [CompletionResultType]::ParameterName, '.PrometheusPort: port of the metrics [env: KUMA_DNS_PROMETHEUS_PORT]')
            [CompletionResult]::new('--dns-enable-logging', '--dns-enable-logging', [CompletionResultType]::ParameterName, '.CoreDNSLogging: log queries, 2.6 and later [env: KUMA_DNS_ENABLE_LOGGING]')
            [CompletionResult]::new('--max-template', '--max-template', [CompletionResultType]::ParameterName, 'Bytes of template text, at most')
            [CompletionResult]::new('--max-output', '--max-output', [CompletionResultType]::ParameterName, 'Bytes of rendered text, at most')
            [CompletionResult]::new('--max-steps', '--max-steps', [CompletionResultType]::ParameterName, 'Steps of execution, at most')
            [CompletionResult]::new('--mesh-version', '--mesh-version', [CompletionResultType]::ParameterName, 'Kuma release, or a line for all of its patches [default: 2.7 and all later lines]')
            [CompletionResult]::new('--platform', '--platform', [CompletionResultType]::ParameterName, 'Where the data plane runs [default: both]')
            [CompletionResult]::new('--dp-template', '--dp-template', [CompletionResultType]::ParameterName, 'The data plane''s template, which wins; - is standard input')
            [CompletionResult]::new('--dns-coredns-config-template-path', '--dns-coredns-config-template-path', [CompletionResultType]::ParameterName, 'The data plane''s template, which wins; - is standard input')
            [CompletionResult]::new('--cp-template', '--cp-template', [CompletionResultType]::ParameterName, 'The control plane''s template; - is standard input')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour messages')
            [CompletionResult]::new('--stdio', '--stdio', [CompletionResultType]::ParameterName, 'The only way there is; editors pass it')
            [CompletionResult]::new('--allow-import-outside', '--allow-import-outside', [CompletionResultType]::ParameterName, 'Read imported files outside of the working folder, too')
            [CompletionResult]::new('--no-env', '--no-env', [CompletionResultType]::ParameterName, 'Leave KUMA_DNS_... and other variables of the environment out')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'corefilectl;upgrade' {
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'The Kuma release or line that runs now')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'The release or line to go to, 3.0 included')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'What the inputs are')
            [CompletionResult]::new('--extension', '--extension', [CompletionResultType]::ParameterName, 'Further endings of file names that count in folders; repeatable')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Changes from this severity on make the exit code 1 [default: warning]')
            [CompletionResult]::new('--show', '--show', [CompletionResultType]::ParameterName, 'Changes from this severity on are printed')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output-file', '--output-file', [CompletionResultType]::ParameterName, 'Write to FILE, atomically, instead of standard output')
            [CompletionResult]::new('--embedded-dns', '--embedded-dns', [CompletionResultType]::ParameterName, 'The DNS proxy embedded in kuma-dp 2.11 and later [default: on for kubernetes]')
            [CompletionResult]::new('--cp-config', '--cp-config', [CompletionResultType]::ParameterName, 'kuma-cp''s configuration: its bootstrapServer.params.corefileTemplatePath names the control plane''s template')
            [CompletionResult]::new('--cp-template', '--cp-template', [CompletionResultType]::ParameterName, 'The control plane''s template; - is standard input')
            [CompletionResult]::new('--dp-template', '--dp-template', [CompletionResultType]::ParameterName, 'The data plane''s template, which wins; - is standard input')
            [CompletionResult]::new('--dns-coredns-config-template-path', '--dns-coredns-config-template-path', [CompletionResultType]::ParameterName, 'The data plane''s template, which wins; - is standard input')
            [CompletionResult]::new('--dns-enabled', '--dns-enabled', [CompletionResultType]::ParameterName, '.Enabled: whether kuma-dp runs any DNS [env: KUMA_DNS_ENABLED]')
            [CompletionResult]::new('--dns-proxy-port', '--dns-proxy-port', [CompletionResultType]::ParameterName, '.ProxyPort: port of the embedded proxy, 2.11 and later; 0 is off [env: KUMA_DNS_PROXY_PORT]')
            [CompletionResult]::new('--dns-coredns-port', '--dns-coredns-port', [CompletionResultType]::ParameterName, '.CoreDNSPort: where CoreDNS listens [env: KUMA_DNS_CORE_DNS_PORT]')
            [CompletionResult]::new('--dns-coredns-empty-port', '--dns-coredns-empty-port', [CompletionResultType]::ParameterName, '.CoreDNSEmptyPort: port of the empty block, 2.7 and earlier [env: KUMA_DNS_CORE_DNS_EMPTY_PORT]')
            [CompletionResult]::new('--dns-envoy-port', '--dns-envoy-port', [CompletionResultType]::ParameterName, '.EnvoyDNSPort: where Envoy''s DNS filter listens [env: KUMA_DNS_ENVOY_DNS_PORT]')
            [CompletionResult]::new('--dns-coredns-path', '--dns-coredns-path', [CompletionResultType]::ParameterName, '.CoreDNSBinaryPath: the CoreDNS program [env: KUMA_DNS_CORE_DNS_BINARY_PATH]')
            [CompletionResult]::new('--dns-server-config-dir', '--dns-server-config-dir', [CompletionResultType]::ParameterName, '.ConfigDir: folder of the rendered Corefile [env: KUMA_DNS_CONFIG_DIR]')
            [CompletionResult]::new('--dns-prometheus-port', '--dns-prometheus-port', [CompletionResultType]::ParameterName, '.PrometheusPort: port of the metrics [env: KUMA_DNS_PROMETHEUS_PORT]')
            [CompletionResult]::new('--dns-enable-logging', '--dns-enable-logging', [CompletionResultType]::ParameterName, '.CoreDNSLogging: log queries, 2.6 and later [env: KUMA_DNS_ENABLE_LOGGING]')
            [CompletionResult]::new('--max-template', '--max-template', [CompletionResultType]::ParameterName, 'Bytes of template text, at most')
            [CompletionResult]::new('--max-output', '--max-output', [CompletionResultType]::ParameterName, 'Bytes of rendered text, at most')
            [CompletionResult]::new('--max-steps', '--max-steps', [CompletionResultType]::ParameterName, 'Steps of execution, at most')
            [CompletionResult]::new('--mesh-version', '--mesh-version', [CompletionResultType]::ParameterName, 'Kuma release, or a line for its newest patch [default: 2.7]')
            [CompletionResult]::new('--platform', '--platform', [CompletionResultType]::ParameterName, 'Where the data plane runs [default: both]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour messages')
            [CompletionResult]::new('--allow-import-outside', '--allow-import-outside', [CompletionResultType]::ParameterName, 'Read imported files outside of the working folder, too')
            [CompletionResult]::new('--exit-zero', '--exit-zero', [CompletionResultType]::ParameterName, 'Exit with 0 instead of 1')
            [CompletionResult]::new('--fix', '--fix', [CompletionResultType]::ParameterName, 'Mend what can be mended mechanically, in place')
            [CompletionResult]::new('--diff', '--diff', [CompletionResultType]::ParameterName, 'Print what --fix would change, and change nothing')
            [CompletionResult]::new('--no-env', '--no-env', [CompletionResultType]::ParameterName, 'Leave KUMA_DNS_... and other variables of the environment out')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'corefilectl;names' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Resources of Kuma in YAML or JSON, as kubectl and kumactl print them; - is standard input; may be repeated')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Resources of Kuma in YAML or JSON, as kubectl and kumactl print them; - is standard input; may be repeated')
            [CompletionResult]::new('--whose', '--whose', [CompletionResultType]::ParameterName, 'Which service this name means; may be repeated')
            [CompletionResult]::new('--mesh', '--mesh', [CompletionResultType]::ParameterName, 'Only this mesh [default: all]')
            [CompletionResult]::new('--zone', '--zone', [CompletionResultType]::ParameterName, 'The zone''s name, for HostnameGenerators')
            [CompletionResult]::new('--domain', '--domain', [CompletionResultType]::ParameterName, 'What names of services end in [default: dnsServer.domain of kuma-cp, else mesh]')
            [CompletionResult]::new('--cidr', '--cidr', [CompletionResultType]::ParameterName, 'Where their virtual IPs come from [default: dnsServer.CIDR of kuma-cp, else 240.0.0.0/4]')
            [CompletionResult]::new('--cluster-cidr', '--cluster-cidr', [CompletionResultType]::ParameterName, 'Addresses that the cluster or the network has, to be warned of overlaps; may be repeated')
            [CompletionResult]::new('--cp-config', '--cp-config', [CompletionResultType]::ParameterName, 'kuma-cp''s configuration: its dnsServer')
            [CompletionResult]::new('--mesh-version', '--mesh-version', [CompletionResultType]::ParameterName, 'Kuma release, or a line for its newest patch [default: 2.7]')
            [CompletionResult]::new('--platform', '--platform', [CompletionResultType]::ParameterName, 'Where the data plane runs [default: universal]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--embedded-dns', '--embedded-dns', [CompletionResultType]::ParameterName, 'The DNS proxy embedded in kuma-dp 2.11 and later [default: on for kubernetes]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour messages')
            [CompletionResult]::new('--default-generators', '--default-generators', [CompletionResultType]::ParameterName, 'Take the HostnameGenerators for there that Kuma 2.9 and later create')
            [CompletionResult]::new('--no-env', '--no-env', [CompletionResultType]::ParameterName, 'Leave KUMA_DNS_SERVER_... of the environment out')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'corefilectl;vips' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Resources of Kuma in YAML or JSON, as kubectl and kumactl print them; - is standard input; may be repeated')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Resources of Kuma in YAML or JSON, as kubectl and kumactl print them; - is standard input; may be repeated')
            [CompletionResult]::new('--mesh-file', '--mesh-file', [CompletionResultType]::ParameterName, 'Services of the mesh, as docs/mesh-file.md describes it; - is standard input')
            [CompletionResult]::new('--persisted', '--persisted', [CompletionResultType]::ParameterName, 'The persisted map kuma-MESH-dns-vips: a ConfigMap, a Config resource, or its JSON; - is standard input')
            [CompletionResult]::new('--mesh', '--mesh', [CompletionResultType]::ParameterName, 'The mesh [default: that of the persisted map, else default]')
            [CompletionResult]::new('--zone', '--zone', [CompletionResultType]::ParameterName, 'The zone''s name, for HostnameGenerators')
            [CompletionResult]::new('--ip-family-mode', '--ip-family-mode', [CompletionResultType]::ParameterName, 'What data planes are set to: with ipv4 names have no AAAA')
            [CompletionResult]::new('--domain', '--domain', [CompletionResultType]::ParameterName, 'What names of services end in [default: dnsServer.domain of kuma-cp, else mesh]')
            [CompletionResult]::new('--cidr', '--cidr', [CompletionResultType]::ParameterName, 'Where their virtual IPs come from [default: dnsServer.CIDR of kuma-cp, else 240.0.0.0/4]')
            [CompletionResult]::new('--cluster-cidr', '--cluster-cidr', [CompletionResultType]::ParameterName, 'Addresses that the cluster or the network has, to be warned of overlaps; may be repeated')
            [CompletionResult]::new('--cp-config', '--cp-config', [CompletionResultType]::ParameterName, 'kuma-cp''s configuration: its dnsServer and ipam')
            [CompletionResult]::new('--mesh-version', '--mesh-version', [CompletionResultType]::ParameterName, 'Kuma release, or a line for its newest patch [default: 2.7]')
            [CompletionResult]::new('--platform', '--platform', [CompletionResultType]::ParameterName, 'Where the data plane runs [default: universal]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'The namespace of the ConfigMap [default: that of the persisted one, else kuma-system]')
            [CompletionResult]::new('--embedded-dns', '--embedded-dns', [CompletionResultType]::ParameterName, 'The DNS proxy embedded in kuma-dp 2.11 and later [default: on for kubernetes]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour messages')
            [CompletionResult]::new('--default-generators', '--default-generators', [CompletionResultType]::ParameterName, 'Take the HostnameGenerators for there that Kuma 2.9 and later create')
            [CompletionResult]::new('--no-env', '--no-env', [CompletionResultType]::ParameterName, 'Leave KUMA_DNS_SERVER_... and KUMA_IPAM_... of the environment out')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'corefilectl;envoy' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Resources of Kuma in YAML or JSON, as kubectl and kumactl print them; - is standard input; may be repeated')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Resources of Kuma in YAML or JSON, as kubectl and kumactl print them; - is standard input; may be repeated')
            [CompletionResult]::new('--mesh-file', '--mesh-file', [CompletionResultType]::ParameterName, 'Services of the mesh, as docs/mesh-file.md describes it; - is standard input')
            [CompletionResult]::new('--persisted', '--persisted', [CompletionResultType]::ParameterName, 'The persisted map kuma-MESH-dns-vips: a ConfigMap, a Config resource, or its JSON; - is standard input')
            [CompletionResult]::new('--mesh', '--mesh', [CompletionResultType]::ParameterName, 'The mesh [default: that of the persisted map, else default]')
            [CompletionResult]::new('--zone', '--zone', [CompletionResultType]::ParameterName, 'The zone''s name, for HostnameGenerators')
            [CompletionResult]::new('--ip-family-mode', '--ip-family-mode', [CompletionResultType]::ParameterName, 'What data planes are set to: with ipv4 names have no AAAA')
            [CompletionResult]::new('--domain', '--domain', [CompletionResultType]::ParameterName, 'What names of services end in [default: dnsServer.domain of kuma-cp, else mesh]')
            [CompletionResult]::new('--cidr', '--cidr', [CompletionResultType]::ParameterName, 'Where their virtual IPs come from [default: dnsServer.CIDR of kuma-cp, else 240.0.0.0/4]')
            [CompletionResult]::new('--cluster-cidr', '--cluster-cidr', [CompletionResultType]::ParameterName, 'Addresses that the cluster or the network has, to be warned of overlaps; may be repeated')
            [CompletionResult]::new('--mesh-version', '--mesh-version', [CompletionResultType]::ParameterName, 'Kuma release, or a line for its newest patch [default: 2.7]')
            [CompletionResult]::new('--platform', '--platform', [CompletionResultType]::ParameterName, 'Where the data plane runs [default: universal]')
            [CompletionResult]::new('--embedded-dns', '--embedded-dns', [CompletionResultType]::ParameterName, 'The DNS proxy embedded in kuma-dp 2.11 and later [default: on for kubernetes]')
            [CompletionResult]::new('--cp-config', '--cp-config', [CompletionResultType]::ParameterName, 'kuma-cp''s configuration: its bootstrapServer.params.corefileTemplatePath names the control plane''s template')
            [CompletionResult]::new('--dns-enabled', '--dns-enabled', [CompletionResultType]::ParameterName, '.Enabled: whether kuma-dp runs any DNS [env: KUMA_DNS_ENABLED]')
            [CompletionResult]::new('--dns-proxy-port', '--dns-proxy-port', [CompletionResultType]::ParameterName, '.ProxyPort: port of the embedded proxy, 2.11 and later; 0 is off [env: KUMA_DNS_PROXY_PORT]')
            [CompletionResult]::new('--dns-coredns-port', '--dns-coredns-port', [CompletionResultType]::ParameterName, '.CoreDNSPort: where CoreDNS listens [env: KUMA_DNS_CORE_DNS_PORT]')
            [CompletionResult]::new('--dns-coredns-empty-port', '--dns-coredns-empty-port', [CompletionResultType]::ParameterName, '.CoreDNSEmptyPort: port of the empty block, 2.7 and earlier [env: KUMA_DNS_CORE_DNS_EMPTY_PORT]')
            [CompletionResult]::new('--dns-envoy-port', '--dns-envoy-port', [CompletionResultType]::ParameterName, '.EnvoyDNSPort: where Envoy''s DNS filter listens [env: KUMA_DNS_ENVOY_DNS_PORT]')
            [CompletionResult]::new('--dns-coredns-path', '--dns-coredns-path', [CompletionResultType]::ParameterName, '.CoreDNSBinaryPath: the CoreDNS program [env: KUMA_DNS_CORE_DNS_BINARY_PATH]')
            [CompletionResult]::new('--dns-server-config-dir', '--dns-server-config-dir', [CompletionResultType]::ParameterName, '.ConfigDir: folder of the rendered Corefile [env: KUMA_DNS_CONFIG_DIR]')
            [CompletionResult]::new('--dns-prometheus-port', '--dns-prometheus-port', [CompletionResultType]::ParameterName, '.PrometheusPort: port of the metrics [env: KUMA_DNS_PROMETHEUS_PORT]')
            [CompletionResult]::new('--dns-enable-logging', '--dns-enable-logging', [CompletionResultType]::ParameterName, '.CoreDNSLogging: log queries, 2.6 and later [env: KUMA_DNS_ENABLE_LOGGING]')
            [CompletionResult]::new('--admin-port', '--admin-port', [CompletionResultType]::ParameterName, 'Port of Envoy''s admin interface on 127.0.0.1, with --bootstrap [default: off]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--max-template', '--max-template', [CompletionResultType]::ParameterName, 'Bytes of template text, at most')
            [CompletionResult]::new('--max-output', '--max-output', [CompletionResultType]::ParameterName, 'Bytes of rendered text, at most')
            [CompletionResult]::new('--max-steps', '--max-steps', [CompletionResultType]::ParameterName, 'Steps of execution, at most')
            [CompletionResult]::new('--dp-template', '--dp-template', [CompletionResultType]::ParameterName, 'The data plane''s template, which wins; - is standard input')
            [CompletionResult]::new('--dns-coredns-config-template-path', '--dns-coredns-config-template-path', [CompletionResultType]::ParameterName, 'The data plane''s template, which wins; - is standard input')
            [CompletionResult]::new('--cp-template', '--cp-template', [CompletionResultType]::ParameterName, 'The control plane''s template; - is standard input')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour messages')
            [CompletionResult]::new('--default-generators', '--default-generators', [CompletionResultType]::ParameterName, 'Take the HostnameGenerators for there that Kuma 2.9 and later create')
            [CompletionResult]::new('--no-env', '--no-env', [CompletionResultType]::ParameterName, 'Leave KUMA_DNS_... and other variables of the environment out')
            [CompletionResult]::new('--ignore-embedded-dns', '--ignore-embedded-dns', [CompletionResultType]::ParameterName, 'Print it even where the embedded DNS proxy gets the names and Envoy has no such listener')
            [CompletionResult]::new('--bootstrap', '--bootstrap', [CompletionResultType]::ParameterName, 'A whole bootstrap around the listener')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'corefilectl;install' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour messages')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('kubernetes', 'kubernetes', [CompletionResultType]::ParameterValue, 'The ConfigMap for the control plane, with the kumactl and Helm calls that mount it')
            [CompletionResult]::new('helm', 'helm', [CompletionResultType]::ParameterValue, 'Values for Kuma''s chart, ConfigMap included')
            [CompletionResult]::new('universal', 'universal', [CompletionResultType]::ParameterValue, 'The settings of kuma-cp or kuma-dp that name the template, and a drop-in for their systemd units')
            [CompletionResult]::new('init-container', 'init-container', [CompletionResultType]::ParameterValue, 'A pod whose init container renders the template for its side-car, with all that this needs')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'corefilectl;install;kubernetes' {
            [CompletionResult]::new('--output-file', '--output-file', [CompletionResultType]::ParameterName, 'Write to FILE, atomically, instead of standard output')
            [CompletionResult]::new('--mesh-version', '--mesh-version', [CompletionResultType]::ParameterName, 'Kuma release, or a line for its newest patch [default: 2.7]')
            [CompletionResult]::new('--platform', '--platform', [CompletionResultType]::ParameterName, 'Where the data plane runs [default: universal]')
            [CompletionResult]::new('--cp-config', '--cp-config', [CompletionResultType]::ParameterName, 'kuma-cp''s configuration: its bootstrapServer.params.corefileTemplatePath names the control plane''s template')
            [CompletionResult]::new('--cp-template', '--cp-template', [CompletionResultType]::ParameterName, 'The control plane''s template; - is standard input')
            [CompletionResult]::new('--dp-template', '--dp-template', [CompletionResultType]::ParameterName, 'The data plane''s template, which wins; - is standard input')
            [CompletionResult]::new('--dns-coredns-config-template-path', '--dns-coredns-config-template-path', [CompletionResultType]::ParameterName, 'The data plane''s template, which wins; - is standard input')
            [CompletionResult]::new('--dns-enabled', '--dns-enabled', [CompletionResultType]::ParameterName, '.Enabled: whether kuma-dp runs any DNS [env: KUMA_DNS_ENABLED]')
            [CompletionResult]::new('--dns-proxy-port', '--dns-proxy-port', [CompletionResultType]::ParameterName, '.ProxyPort: port of the embedded proxy, 2.11 and later; 0 is off [env: KUMA_DNS_PROXY_PORT]')
            [CompletionResult]::new('--dns-coredns-port', '--dns-coredns-port', [CompletionResultType]::ParameterName, '.CoreDNSPort: where CoreDNS listens [env: KUMA_DNS_CORE_DNS_PORT]')
            [CompletionResult]::new('--dns-coredns-empty-port', '--dns-coredns-empty-port', [CompletionResultType]::ParameterName, '.CoreDNSEmptyPort: port of the empty block, 2.7 and earlier [env: KUMA_DNS_CORE_DNS_EMPTY_PORT]')
            [CompletionResult]::new('--dns-envoy-port', '--dns-envoy-port', [CompletionResultType]::ParameterName, '.EnvoyDNSPort: where Envoy''s DNS filter listens [env: KUMA_DNS_ENVOY_DNS_PORT]')
            [CompletionResult]::new('--dns-coredns-path', '--dns-coredns-path', [CompletionResultType]::ParameterName, '.CoreDNSBinaryPath: the CoreDNS program [env: KUMA_DNS_CORE_DNS_BINARY_PATH]')
            [CompletionResult]::new('--dns-server-config-dir', '--dns-server-config-dir', [CompletionResultType]::ParameterName, '.ConfigDir: folder of the rendered Corefile [env: KUMA_DNS_CONFIG_DIR]')
            [CompletionResult]::new('--dns-prometheus-port', '--dns-prometheus-port', [CompletionResultType]::ParameterName, '.PrometheusPort: port of the metrics [env: KUMA_DNS_PROMETHEUS_PORT]')
            [CompletionResult]::new('--dns-enable-logging', '--dns-enable-logging', [CompletionResultType]::ParameterName, '.CoreDNSLogging: log queries, 2.6 and later [env: KUMA_DNS_ENABLE_LOGGING]')
            [CompletionResult]::new('--max-template', '--max-template', [CompletionResultType]::ParameterName, 'Bytes of template text, at most')
            [CompletionResult]::new('--max-output', '--max-output', [CompletionResultType]::ParameterName, 'Bytes of rendered text, at most')
            [CompletionResult]::new('--max-steps', '--max-steps', [CompletionResultType]::ParameterName, 'Steps of execution, at most')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'The control plane''s namespace [default: kuma-system, or kong-mesh-system]')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'The ConfigMap, and the volume that it becomes')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The key, and the file that it becomes')
            [CompletionResult]::new('--mount-path', '--mount-path', [CompletionResultType]::ParameterName, 'The folder in which the control plane finds the file')
            [CompletionResult]::new('--embedded-dns', '--embedded-dns', [CompletionResultType]::ParameterName, 'The DNS proxy embedded in kuma-dp 2.11 and later [default: cp-off]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour messages')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Go on even where lint finds the template broken')
            [CompletionResult]::new('--no-env', '--no-env', [CompletionResultType]::ParameterName, 'Leave KUMA_DNS_... and other variables of the environment out')
            [CompletionResult]::new('--kong-mesh', '--kong-mesh', [CompletionResultType]::ParameterName, 'For Kong Mesh: its namespace, and Kuma''s values in its sub-chart `kuma.`')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'corefilectl;install;helm' {
            [CompletionResult]::new('--output-file', '--output-file', [CompletionResultType]::ParameterName, 'Write to FILE, atomically, instead of standard output')
            [CompletionResult]::new('--mesh-version', '--mesh-version', [CompletionResultType]::ParameterName, 'Kuma release, or a line for its newest patch [default: 2.7]')
            [CompletionResult]::new('--platform', '--platform', [CompletionResultType]::ParameterName, 'Where the data plane runs [default: universal]')
            [CompletionResult]::new('--cp-config', '--cp-config', [CompletionResultType]::ParameterName, 'kuma-cp''s configuration: its bootstrapServer.params.corefileTemplatePath names the control plane''s template')
            [CompletionResult]::new('--cp-template', '--cp-template', [CompletionResultType]::ParameterName, 'The control plane''s template; - is standard input')
            [CompletionResult]::new('--dp-template', '--dp-template', [CompletionResultType]::ParameterName, 'The data plane''s template, which wins; - is standard input')
            [CompletionResult]::new('--dns-coredns-config-template-path', '--dns-coredns-config-template-path', [CompletionResultType]::ParameterName, 'The data plane''s template, which wins; - is standard input')
            [CompletionResult]::new('--dns-enabled', '--dns-enabled', [CompletionResultType]::ParameterName, '.Enabled: whether kuma-dp runs any DNS [env: KUMA_DNS_ENABLED]')
            [CompletionResult]::new('--dns-proxy-port', '--dns-proxy-port', [CompletionResultType]::ParameterName, '.ProxyPort: port of the embedded proxy, 2.11 and later; 0 is off [env: KUMA_DNS_PROXY_PORT]')
            [CompletionResult]::new('--dns-coredns-port', '--dns-coredns-port', [CompletionResultType]::ParameterName, '.CoreDNSPort: where CoreDNS listens [env: KUMA_DNS_CORE_DNS_PORT]')
            [CompletionResult]::new('--dns-coredns-empty-port', '--dns-coredns-empty-port', [CompletionResultType]::ParameterName, '.CoreDNSEmptyPort: port of the empty block, 2.7 and earlier [env: KUMA_DNS_CORE_DNS_EMPTY_PORT]')
            [CompletionResult]::new('--dns-envoy-port', '--dns-envoy-port', [CompletionResultType]::ParameterName, '.EnvoyDNSPort: where Envoy''s DNS filter listens [env: KUMA_DNS_ENVOY_DNS_PORT]')
            [CompletionResult]::new('--dns-coredns-path', '--dns-coredns-path', [CompletionResultType]::ParameterName, '.CoreDNSBinaryPath: the CoreDNS program [env: KUMA_DNS_CORE_DNS_BINARY_PATH]')
            [CompletionResult]::new('--dns-server-config-dir', '--dns-server-config-dir', [CompletionResultType]::ParameterName, '.ConfigDir: folder of the rendered Corefile [env: KUMA_DNS_CONFIG_DIR]')
            [CompletionResult]::new('--dns-prometheus-port', '--dns-prometheus-port', [CompletionResultType]::ParameterName, '.PrometheusPort: port of the metrics [env: KUMA_DNS_PROMETHEUS_PORT]')
            [CompletionResult]::new('--dns-enable-logging', '--dns-enable-logging', [CompletionResultType]::ParameterName, '.CoreDNSLogging: log queries, 2.6 and later [env: KUMA_DNS_ENABLE_LOGGING]')
            [CompletionResult]::new('--max-template', '--max-template', [CompletionResultType]::ParameterName, 'Bytes of template text, at most')
            [CompletionResult]::new('--max-output', '--max-output', [CompletionResultType]::ParameterName, 'Bytes of rendered text, at most')
            [CompletionResult]::new('--max-steps', '--max-steps', [CompletionResultType]::ParameterName, 'Steps of execution, at most')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'The control plane''s namespace [default: kuma-system, or kong-mesh-system]')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'The ConfigMap, and the volume that it becomes')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The key, and the file that it becomes')
            [CompletionResult]::new('--mount-path', '--mount-path', [CompletionResultType]::ParameterName, 'The folder in which the control plane finds the file')
            [CompletionResult]::new('--embedded-dns', '--embedded-dns', [CompletionResultType]::ParameterName, 'The DNS proxy embedded in kuma-dp 2.11 and later [default: cp-off]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour messages')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Go on even where lint finds the template broken')
            [CompletionResult]::new('--no-env', '--no-env', [CompletionResultType]::ParameterName, 'Leave KUMA_DNS_... and other variables of the environment out')
            [CompletionResult]::new('--existing-config-map', '--existing-config-map', [CompletionResultType]::ParameterName, 'The ConfigMap is made by other means: leave its contents out')
            [CompletionResult]::new('--kong-mesh', '--kong-mesh', [CompletionResultType]::ParameterName, 'For Kong Mesh: its namespace, and Kuma''s values in its sub-chart `kuma.`')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'corefilectl;install;universal' {
            [CompletionResult]::new('--output-file', '--output-file', [CompletionResultType]::ParameterName, 'Write to FILE, atomically, instead of standard output')
            [CompletionResult]::new('--mesh-version', '--mesh-version', [CompletionResultType]::ParameterName, 'Kuma release, or a line for its newest patch [default: 2.7]')
            [CompletionResult]::new('--platform', '--platform', [CompletionResultType]::ParameterName, 'Where the data plane runs [default: universal]')
            [CompletionResult]::new('--embedded-dns', '--embedded-dns', [CompletionResultType]::ParameterName, 'The DNS proxy embedded in kuma-dp 2.11 and later [default: on for kubernetes]')
            [CompletionResult]::new('--cp-config', '--cp-config', [CompletionResultType]::ParameterName, 'kuma-cp''s configuration: its bootstrapServer.params.corefileTemplatePath names the control plane''s template')
            [CompletionResult]::new('--cp-template', '--cp-template', [CompletionResultType]::ParameterName, 'The control plane''s template; - is standard input')
            [CompletionResult]::new('--dp-template', '--dp-template', [CompletionResultType]::ParameterName, 'The data plane''s template, which wins; - is standard input')
            [CompletionResult]::new('--dns-coredns-config-template-path', '--dns-coredns-config-template-path', [CompletionResultType]::ParameterName, 'The data plane''s template, which wins; - is standard input')
            [CompletionResult]::new('--dns-enabled', '--dns-enabled', [CompletionResultType]::ParameterName, '.Enabled: whether kuma-dp runs any DNS [env: KUMA_DNS_ENABLED]')
            [CompletionResult]::new('--dns-proxy-port', '--dns-proxy-port', [CompletionResultType]::ParameterName, '.ProxyPort: port of the embedded proxy, 2.11 and later; 0 is off [env: KUMA_DNS_PROXY_PORT]')
            [CompletionResult]::new('--dns-coredns-port', '--dns-coredns-port', [CompletionResultType]::ParameterName, '.CoreDNSPort: where CoreDNS listens [env: KUMA_DNS_CORE_DNS_PORT]')
            [CompletionResult]::new('--dns-coredns-empty-port', '--dns-coredns-empty-port', [CompletionResultType]::ParameterName, '.CoreDNSEmptyPort: port of the empty block, 2.7 and earlier [env: KUMA_DNS_CORE_DNS_EMPTY_PORT]')
            [CompletionResult]::new('--dns-envoy-port', '--dns-envoy-port', [CompletionResultType]::ParameterName, '.EnvoyDNSPort: where Envoy''s DNS filter listens [env: KUMA_DNS_ENVOY_DNS_PORT]')
            [CompletionResult]::new('--dns-coredns-path', '--dns-coredns-path', [CompletionResultType]::ParameterName, '.CoreDNSBinaryPath: the CoreDNS program [env: KUMA_DNS_CORE_DNS_BINARY_PATH]')
            [CompletionResult]::new('--dns-server-config-dir', '--dns-server-config-dir', [CompletionResultType]::ParameterName, '.ConfigDir: folder of the rendered Corefile [env: KUMA_DNS_CONFIG_DIR]')
            [CompletionResult]::new('--dns-prometheus-port', '--dns-prometheus-port', [CompletionResultType]::ParameterName, '.PrometheusPort: port of the metrics [env: KUMA_DNS_PROMETHEUS_PORT]')
            [CompletionResult]::new('--dns-enable-logging', '--dns-enable-logging', [CompletionResultType]::ParameterName, '.CoreDNSLogging: log queries, 2.6 and later [env: KUMA_DNS_ENABLE_LOGGING]')
            [CompletionResult]::new('--max-template', '--max-template', [CompletionResultType]::ParameterName, 'Bytes of template text, at most')
            [CompletionResult]::new('--max-output', '--max-output', [CompletionResultType]::ParameterName, 'Bytes of rendered text, at most')
            [CompletionResult]::new('--max-steps', '--max-steps', [CompletionResultType]::ParameterName, 'Steps of execution, at most')
            [CompletionResult]::new('--layer', '--layer', [CompletionResultType]::ParameterName, 'Whose template it is [default: the control plane''s, before 2.6 the data plane''s]')
            [CompletionResult]::new('--part', '--part', [CompletionResultType]::ParameterName, 'One way by itself')
            [CompletionResult]::new('--path', '--path', [CompletionResultType]::ParameterName, 'The file on the machine')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour messages')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Go on even where lint finds the template broken')
            [CompletionResult]::new('--no-env', '--no-env', [CompletionResultType]::ParameterName, 'Leave KUMA_DNS_... and other variables of the environment out')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'corefilectl;install;init-container' {
            [CompletionResult]::new('--output-file', '--output-file', [CompletionResultType]::ParameterName, 'Write to FILE, atomically, instead of standard output')
            [CompletionResult]::new('--mesh-version', '--mesh-version', [CompletionResultType]::ParameterName, 'Kuma release, or a line for its newest patch [default: 2.7]')
            [CompletionResult]::new('--platform', '--platform', [CompletionResultType]::ParameterName, 'Where the data plane runs [default: universal]')
            [CompletionResult]::new('--cp-config', '--cp-config', [CompletionResultType]::ParameterName, 'kuma-cp''s configuration: its bootstrapServer.params.corefileTemplatePath names the control plane''s template')
            [CompletionResult]::new('--cp-template', '--cp-template', [CompletionResultType]::ParameterName, 'The control plane''s template; - is standard input')
            [CompletionResult]::new('--dp-template', '--dp-template', [CompletionResultType]::ParameterName, 'The data plane''s template, which wins; - is standard input')
            [CompletionResult]::new('--dns-coredns-config-template-path', '--dns-coredns-config-template-path', [CompletionResultType]::ParameterName, 'The data plane''s template, which wins; - is standard input')
            [CompletionResult]::new('--dns-enabled', '--dns-enabled', [CompletionResultType]::ParameterName, '.Enabled: whether kuma-dp runs any DNS [env: KUMA_DNS_ENABLED]')
            [CompletionResult]::new('--dns-proxy-port', '--dns-proxy-port', [CompletionResultType]::ParameterName, '.ProxyPort: port of the embedded proxy, 2.11 and later; 0 is off [env: KUMA_DNS_PROXY_PORT]')
            [CompletionResult]::new('--dns-coredns-port', '--dns-coredns-port', [CompletionResultType]::ParameterName, '.CoreDNSPort: where CoreDNS listens [env: KUMA_DNS_CORE_DNS_PORT]')
            [CompletionResult]::new('--dns-coredns-empty-port', '--dns-coredns-empty-port', [CompletionResultType]::ParameterName, '.CoreDNSEmptyPort: port of the empty block, 2.7 and earlier [env: KUMA_DNS_CORE_DNS_EMPTY_PORT]')
            [CompletionResult]::new('--dns-envoy-port', '--dns-envoy-port', [CompletionResultType]::ParameterName, '.EnvoyDNSPort: where Envoy''s DNS filter listens [env: KUMA_DNS_ENVOY_DNS_PORT]')
            [CompletionResult]::new('--dns-coredns-path', '--dns-coredns-path', [CompletionResultType]::ParameterName, '.CoreDNSBinaryPath: the CoreDNS program [env: KUMA_DNS_CORE_DNS_BINARY_PATH]')
            [CompletionResult]::new('--dns-server-config-dir', '--dns-server-config-dir', [CompletionResultType]::ParameterName, '.ConfigDir: folder of the rendered Corefile [env: KUMA_DNS_CONFIG_DIR]')
            [CompletionResult]::new('--dns-prometheus-port', '--dns-prometheus-port', [CompletionResultType]::ParameterName, '.PrometheusPort: port of the metrics [env: KUMA_DNS_PROMETHEUS_PORT]')
            [CompletionResult]::new('--dns-enable-logging', '--dns-enable-logging', [CompletionResultType]::ParameterName, '.CoreDNSLogging: log queries, 2.6 and later [env: KUMA_DNS_ENABLE_LOGGING]')
            [CompletionResult]::new('--max-template', '--max-template', [CompletionResultType]::ParameterName, 'Bytes of template text, at most')
            [CompletionResult]::new('--max-output', '--max-output', [CompletionResultType]::ParameterName, 'Bytes of rendered text, at most')
            [CompletionResult]::new('--max-steps', '--max-steps', [CompletionResultType]::ParameterName, 'Steps of execution, at most')
            [CompletionResult]::new('--image', '--image', [CompletionResultType]::ParameterName, 'The image that holds the static program at /corefilectl')
            [CompletionResult]::new('--pod', '--pod', [CompletionResultType]::ParameterName, 'The pod')
            [CompletionResult]::new('--app-image', '--app-image', [CompletionResultType]::ParameterName, 'The application''s image')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'The pod''s namespace')
            [CompletionResult]::new('--system-namespace', '--system-namespace', [CompletionResultType]::ParameterName, 'The control plane''s namespace [default: kuma-system, or kong-mesh-system]')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'The ConfigMap, and the ContainerPatch')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The key, and the file that it becomes')
            [CompletionResult]::new('--uid', '--uid', [CompletionResultType]::ParameterName, 'The user that kuma-dp runs as, runtime.kubernetes.injector.sidecarContainer.uid of kuma-cp')
            [CompletionResult]::new('--embedded-dns', '--embedded-dns', [CompletionResultType]::ParameterName, 'The DNS proxy embedded in kuma-dp 2.11 and later [default: pod-off]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour messages')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Go on even where lint finds the template broken')
            [CompletionResult]::new('--no-env', '--no-env', [CompletionResultType]::ParameterName, 'Leave KUMA_DNS_... and other variables of the environment out')
            [CompletionResult]::new('--kong-mesh', '--kong-mesh', [CompletionResultType]::ParameterName, 'For Kong Mesh: its namespace, and Kuma''s values in its sub-chart `kuma.`')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'corefilectl;install;help' {
            [CompletionResult]::new('kubernetes', 'kubernetes', [CompletionResultType]::ParameterValue, 'The ConfigMap for the control plane, with the kumactl and Helm calls that mount it')
            [CompletionResult]::new('helm', 'helm', [CompletionResultType]::ParameterValue, 'Values for Kuma''s chart, ConfigMap included')
            [CompletionResult]::new('universal', 'universal', [CompletionResultType]::ParameterValue, 'The settings of kuma-cp or kuma-dp that name the template, and a drop-in for their systemd units')
            [CompletionResult]::new('init-container', 'init-container', [CompletionResultType]::ParameterValue, 'A pod whose init container renders the template for its side-car, with all that this needs')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'corefilectl;install;help;kubernetes' {
            break
        }
        'corefilectl;install;help;helm' {
            break
        }
        'corefilectl;install;help;universal' {
            break
        }
        'corefilectl;install;help;init-container' {
            break
        }
        'corefilectl;install;help;help' {
            break
        }
        'corefilectl;help' {
            [CompletionResult]::new('render', 'render', [CompletionResultType]::ParameterValue, 'Print the Corefile that kuma-dp would write')
            [CompletionResult]::new('fmt', 'fmt', [CompletionResultType]::ParameterValue, 'Bring templates and Corefiles into canonical layout')
            [CompletionResult]::new('trace', 'trace', [CompletionResultType]::ParameterValue, 'Follow a DNS query hop by hop: who takes it, who is asked, who answers')
            [CompletionResult]::new('test', 'test', [CompletionResultType]::ParameterValue, 'Check that queries come out as expected, on every target of a file of tests')
            [CompletionResult]::new('graph', 'graph', [CompletionResultType]::ParameterValue, 'Draw the way of DNS queries through a data plane')
            [CompletionResult]::new('probe', 'probe', [CompletionResultType]::ParameterValue, 'Ask a running CoreDNS, Envoy and resolver, and say at which hop reality leaves the prediction')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Compare two renderings: templates, targets, a template and its default, or what a cluster runs')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Say which Corefile is in force for data planes, and what is wrong around it')
            [CompletionResult]::new('rules', 'rules', [CompletionResultType]::ParameterValue, 'Print the rules that lint checks')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explain rules: what fires them, why it matters, what to write instead')
            [CompletionResult]::new('template', 'template', [CompletionResultType]::ParameterValue, 'Execute a go-template with data of your own')
            [CompletionResult]::new('releases', 'releases', [CompletionResultType]::ParameterValue, 'Print the known Kuma releases: CoreDNS, Go, template fields, which overrides exist')
            [CompletionResult]::new('completion', 'completion', [CompletionResultType]::ParameterValue, 'Print a completion script for a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print a manual page, or write all of them')
            [CompletionResult]::new('version', 'version', [CompletionResultType]::ParameterValue, 'Print the version, and which Kuma and Go releases it knows')
            [CompletionResult]::new('lint', 'lint', [CompletionResultType]::ParameterValue, 'Check templates and Corefiles for what would go wrong')
            [CompletionResult]::new('lsp', 'lsp', [CompletionResultType]::ParameterValue, 'Serve an editor: findings as you type, hover, completion, mends')
            [CompletionResult]::new('upgrade', 'upgrade', [CompletionResultType]::ParameterValue, 'Say what breaks on the way from one Kuma release to another, and mend what is mechanical')
            [CompletionResult]::new('names', 'names', [CompletionResultType]::ParameterValue, 'Print the names that services of the mesh have, or with --whose the services that a name means')
            [CompletionResult]::new('vips', 'vips', [CompletionResultType]::ParameterValue, 'Print the virtual IPs that the control plane gives to services')
            [CompletionResult]::new('envoy', 'envoy', [CompletionResultType]::ParameterValue, 'Print the DNS listener that the control plane gives to Envoy for the services of a mesh')
            [CompletionResult]::new('install', 'install', [CompletionResultType]::ParameterValue, 'Print what carries a template to the mesh')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'corefilectl;help;render' {
            break
        }
        'corefilectl;help;fmt' {
            break
        }
        'corefilectl;help;trace' {
            break
        }
        'corefilectl;help;test' {
            break
        }
        'corefilectl;help;graph' {
            break
        }
        'corefilectl;help;probe' {
            break
        }
        'corefilectl;help;diff' {
            break
        }
        'corefilectl;help;doctor' {
            break
        }
        'corefilectl;help;rules' {
            break
        }
        'corefilectl;help;explain' {
            break
        }
        'corefilectl;help;template' {
            break
        }
        'corefilectl;help;releases' {
            break
        }
        'corefilectl;help;completion' {
            break
        }
        'corefilectl;help;man' {
            break
        }
        'corefilectl;help;version' {
            break
        }
        'corefilectl;help;lint' {
            break
        }
        'corefilectl;help;lsp' {
            break
        }
        'corefilectl;help;upgrade' {
            break
        }
        'corefilectl;help;names' {
            break
        }
        'corefilectl;help;vips' {
            break
        }
        'corefilectl;help;envoy' {
            break
        }
        'corefilectl;help;install' {
            [CompletionResult]::new('kubernetes', 'kubernetes', [CompletionResultType]::ParameterValue, 'The ConfigMap for the control plane, with the kumactl and Helm calls that mount it')
            [CompletionResult]::new('helm', 'helm', [CompletionResultType]::ParameterValue, 'Values for Kuma''s chart, ConfigMap included')
            [CompletionResult]::new('universal', 'universal', [CompletionResultType]::ParameterValue, 'The settings of kuma-cp or kuma-dp that name the template, and a drop-in for their systemd units')
            [CompletionResult]::new('init-container', 'init-container', [CompletionResultType]::ParameterValue, 'A pod whose init container renders the template for its side-car, with all that this needs')
            break
        }
        'corefilectl;help;install;kubernetes' {
            break
        }
        'corefilectl;help;install;helm' {
            break
        }
        'corefilectl;help;install;universal' {
            break
        }
        'corefilectl;help;install;init-container' {
            break
        }
        'corefilectl;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
