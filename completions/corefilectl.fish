# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_corefilectl_global_optspecs
    string join \n color= h/help V/version
end

function __fish_corefilectl_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_corefilectl_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_corefilectl_using_subcommand
    set -l cmd (__fish_corefilectl_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c corefilectl -n "__fish_corefilectl_needs_command" -l color -d 'When to colour messages' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c corefilectl -n "__fish_corefilectl_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corefilectl -n "__fish_corefilectl_needs_command" -s V -l version -d 'Print version'
complete -c corefilectl -n "__fish_corefilectl_needs_command" -f -a "render" -d 'Print the Corefile that kuma-dp would write'
complete -c corefilectl -n "__fish_corefilectl_needs_command" -f -a "fmt" -d 'Bring templates and Corefiles into canonical layout'
complete -c corefilectl -n "__fish_corefilectl_needs_command" -f -a "trace" -d 'Follow a DNS query hop by hop: who takes it, who is asked, who answers'
complete -c corefilectl -n "__fish_corefilectl_needs_command" -f -a "test" -d 'Check that queries come out as expected, on every target of a file of tests'
complete -c corefilectl -n "__fish_corefilectl_needs_command" -f -a "graph" -d 'Draw the way of DNS queries through a data plane'
complete -c corefilectl -n "__fish_corefilectl_needs_command" -f -a "probe" -d 'Ask a running CoreDNS, Envoy and resolver, and say at which hop reality leaves the prediction'
complete -c corefilectl -n "__fish_corefilectl_needs_command" -f -a "diff" -d 'Compare two renderings: templates, targets, a template and its default, or what a cluster runs'
complete -c corefilectl -n "__fish_corefilectl_needs_command" -f -a "doctor" -d 'Say which Corefile is in force for data planes, and what is wrong around it'
complete -c corefilectl -n "__fish_corefilectl_needs_command" -f -a "rules" -d 'Print the rules that lint checks'
complete -c corefilectl -n "__fish_corefilectl_needs_command" -f -a "explain" -d 'Explain rules: what fires them, why it matters, what to write instead'
complete -c corefilectl -n "__fish_corefilectl_needs_command" -f -a "template" -d 'Execute a go-template with data of your own'
complete -c corefilectl -n "__fish_corefilectl_needs_command" -f -a "releases" -d 'Print the known Kuma releases: CoreDNS, Go, template fields, which overrides exist'
complete -c corefilectl -n "__fish_corefilectl_needs_command" -f -a "completion" -d 'Print a completion script for a shell'
complete -c corefilectl -n "__fish_corefilectl_needs_command" -f -a "man" -d 'Print a manual page, or write all of them'
complete -c corefilectl -n "__fish_corefilectl_needs_command" -f -a "version" -d 'Print the version, and which Kuma and Go releases it knows'
complete -c corefilectl -n "__fish_corefilectl_needs_command" -f -a "lint" -d 'Check templates and Corefiles for what would go wrong'
complete -c corefilectl -n "__fish_corefilectl_needs_command" -f -a "check" -d 'Check templates and Corefiles for what would go wrong'
complete -c corefilectl -n "__fish_corefilectl_needs_command" -f -a "lsp" -d 'Serve an editor: findings as you type, hover, completion, mends'
complete -c corefilectl -n "__fish_corefilectl_needs_command" -f -a "upgrade" -d 'Say what breaks on the way from one Kuma release to another, and mend what is mechanical'
complete -c corefilectl -n "__fish_corefilectl_needs_command" -f -a "names" -d 'Print the names that services of the mesh have, or with --whose the services that a name means'
complete -c corefilectl -n "__fish_corefilectl_needs_command" -f -a "vips" -d 'Print the virtual IPs that the control plane gives to services'
complete -c corefilectl -n "__fish_corefilectl_needs_command" -f -a "envoy" -d 'Print the DNS listener that the control plane gives to Envoy for the services of a mesh'
complete -c corefilectl -n "__fish_corefilectl_needs_command" -f -a "install" -d 'Print what carries a template to the mesh'
complete -c corefilectl -n "__fish_corefilectl_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand render" -l mesh-version -d 'Kuma release, or a line for its newest patch [default: 2.7]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand render" -l platform -d 'Where the data plane runs [default: universal]' -r -f -a "universal\t'Virtual or bare-metal machines: the user starts kuma-dp'
kubernetes\t'The control plane injects kuma-dp as a side-car'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand render" -l embedded-dns -d 'The DNS proxy embedded in kuma-dp 2.11 and later [default: on for kubernetes]' -r -f -a "on\t'It runs, and no Corefile is in force (the default on Kubernetes)'
cp-off\t'Switched off at the control plane, experimentalProxy=false'
pod-off\t'Switched off for the pod, KUMA_DNS_PROXY_PORT=0'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand render" -l cp-config -d 'kuma-cp\'s configuration: its bootstrapServer.params.corefileTemplatePath names the control plane\'s template' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand render" -l cp-template -d 'The control plane\'s template; - is standard input' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand render" -l dp-template -l dns-coredns-config-template-path -d 'The data plane\'s template, which wins; - is standard input' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand render" -l dns-enabled -d '.Enabled: whether kuma-dp runs any DNS [env: KUMA_DNS_ENABLED]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand render" -l dns-proxy-port -d '.ProxyPort: port of the embedded proxy, 2.11 and later; 0 is off [env: KUMA_DNS_PROXY_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand render" -l dns-coredns-port -d '.CoreDNSPort: where CoreDNS listens [env: KUMA_DNS_CORE_DNS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand render" -l dns-coredns-empty-port -d '.CoreDNSEmptyPort: port of the empty block, 2.7 and earlier [env: KUMA_DNS_CORE_DNS_EMPTY_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand render" -l dns-envoy-port -d '.EnvoyDNSPort: where Envoy\'s DNS filter listens [env: KUMA_DNS_ENVOY_DNS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand render" -l dns-coredns-path -d '.CoreDNSBinaryPath: the CoreDNS program [env: KUMA_DNS_CORE_DNS_BINARY_PATH]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand render" -l dns-server-config-dir -d '.ConfigDir: folder of the rendered Corefile [env: KUMA_DNS_CONFIG_DIR]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand render" -l dns-prometheus-port -d '.PrometheusPort: port of the metrics [env: KUMA_DNS_PROMETHEUS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand render" -l dns-enable-logging -d '.CoreDNSLogging: log queries, 2.6 and later [env: KUMA_DNS_ENABLE_LOGGING]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand render" -l output-file -d 'Write to FILE, atomically, instead of standard output (-)' -r -F
complete -c corefilectl -n "__fish_corefilectl_using_subcommand render" -l mode -d 'Permissions of the output file; a kuma-dp that runs as another user cannot read 0600' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand render" -l source-map -d 'Write which part of the template made which bytes to FILE, as JSON' -r -F
complete -c corefilectl -n "__fish_corefilectl_using_subcommand render" -l termination-log -d 'Write the message of a failure to FILE as well, as it stands: /dev/termination-log in a container' -r -F
complete -c corefilectl -n "__fish_corefilectl_using_subcommand render" -s o -l output -d 'Output format of --explain' -r -f -a "table\t'Aligned columns'
json\t'JSON'
yaml\t'YAML'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand render" -l max-template -d 'Bytes of template text, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand render" -l max-output -d 'Bytes of rendered text, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand render" -l max-steps -d 'Steps of execution, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand render" -l color -d 'When to colour messages' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand render" -l no-env -d 'Leave KUMA_DNS_... and other variables of the environment out'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand render" -l ignore-embedded-dns -d 'Render even where the embedded DNS proxy runs and no Corefile is in force'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand render" -l for-kuma-dp -d 'Escape every {{, so that kuma-dp, which executes the file once more, comes to the same Corefile'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand render" -l explain -d 'Print every layer and every field\'s value with its origin instead of the Corefile'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand render" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand render" -s V -l version -d 'Print version'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand fmt" -l as -d 'What the inputs are' -r -f -a "auto\t'A template, unless none of its actions could be kuma-dp\'s'
template\t'A template that kuma-dp executes'
corefile\t'A finished Corefile'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand fmt" -l extension -d 'Further endings of file names that count in folders; repeatable' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand fmt" -l max-template -d 'Bytes of a file, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand fmt" -l color -d 'When to colour messages' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand fmt" -l check -d 'Name the files that would change, and change nothing'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand fmt" -l diff -d 'Print what would change, and change nothing'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand fmt" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand fmt" -s V -l version -d 'Print version'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand trace" -l class -d 'Class of the record' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand trace" -s o -l output -d 'Output format' -r -f -a "text\t'The walk, drawn; without NAME a table'
json\t'JSON'
yaml\t'YAML'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand trace" -l redirect -d 'Which queries iptables redirects; on Universal it depends on how the transparent proxy was installed' -r -f -a "all\t'All to port 53, as on Kubernetes (--redirect-all-dns-traffic)'
resolv-conf\t'Those to the nameservers of resolv.conf (--redirect-dns)'
off\t'None, the default on Universal'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand trace" -l corefile -d 'A finished Corefile that is taken as it is, instead of the templates; - is standard input' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand trace" -l mesh-file -d 'Services of the mesh and what resolvers know, as docs/mesh-file.md describes it' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand trace" -l mesh-version -d 'Kuma release, or a line for its newest patch [default: 2.7]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand trace" -l platform -d 'Where the data plane runs [default: universal]' -r -f -a "universal\t'Virtual or bare-metal machines: the user starts kuma-dp'
kubernetes\t'The control plane injects kuma-dp as a side-car'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand trace" -l embedded-dns -d 'The DNS proxy embedded in kuma-dp 2.11 and later [default: on for kubernetes]' -r -f -a "on\t'It runs, and no Corefile is in force (the default on Kubernetes)'
cp-off\t'Switched off at the control plane, experimentalProxy=false'
pod-off\t'Switched off for the pod, KUMA_DNS_PROXY_PORT=0'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand trace" -l cp-config -d 'kuma-cp\'s configuration: its bootstrapServer.params.corefileTemplatePath names the control plane\'s template' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand trace" -l cp-template -d 'The control plane\'s template; - is standard input' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand trace" -l dp-template -l dns-coredns-config-template-path -d 'The data plane\'s template, which wins; - is standard input' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand trace" -l dns-enabled -d '.Enabled: whether kuma-dp runs any DNS [env: KUMA_DNS_ENABLED]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand trace" -l dns-proxy-port -d '.ProxyPort: port of the embedded proxy, 2.11 and later; 0 is off [env: KUMA_DNS_PROXY_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand trace" -l dns-coredns-port -d '.CoreDNSPort: where CoreDNS listens [env: KUMA_DNS_CORE_DNS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand trace" -l dns-coredns-empty-port -d '.CoreDNSEmptyPort: port of the empty block, 2.7 and earlier [env: KUMA_DNS_CORE_DNS_EMPTY_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand trace" -l dns-envoy-port -d '.EnvoyDNSPort: where Envoy\'s DNS filter listens [env: KUMA_DNS_ENVOY_DNS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand trace" -l dns-coredns-path -d '.CoreDNSBinaryPath: the CoreDNS program [env: KUMA_DNS_CORE_DNS_BINARY_PATH]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand trace" -l dns-server-config-dir -d '.ConfigDir: folder of the rendered Corefile [env: KUMA_DNS_CONFIG_DIR]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand trace" -l dns-prometheus-port -d '.PrometheusPort: port of the metrics [env: KUMA_DNS_PROMETHEUS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand trace" -l dns-enable-logging -d '.CoreDNSLogging: log queries, 2.6 and later [env: KUMA_DNS_ENABLE_LOGGING]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand trace" -l max-template -d 'Bytes of template text, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand trace" -l max-output -d 'Bytes of rendered text, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand trace" -l max-steps -d 'Steps of execution, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand trace" -l color -d 'When to colour messages' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand trace" -l tcp -d 'Ask over TCP'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand trace" -l allow-import-outside -d 'Read imported files outside of the working folder, too'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand trace" -l envoy-down -d 'Envoy\'s DNS listener is not up'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand trace" -l no-env -d 'Leave KUMA_DNS_... and other variables of the environment out'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand trace" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand trace" -s V -l version -d 'Print version'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand test" -l mesh-file -d 'Services and resolvers for files that say nothing about them' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand test" -s o -l output -d 'Output format' -r -f -a "human\t'What fails, with the walk that shows it'
json\t'All results'
junit\t'JUnit XML'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand test" -l output-file -d 'Write to FILE, atomically, instead of standard output' -r -F
complete -c corefilectl -n "__fish_corefilectl_using_subcommand test" -l mesh-version -d 'Kuma release, or a line for its newest patch [default: 2.7]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand test" -l platform -d 'Where the data plane runs [default: universal]' -r -f -a "universal\t'Virtual or bare-metal machines: the user starts kuma-dp'
kubernetes\t'The control plane injects kuma-dp as a side-car'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand test" -l embedded-dns -d 'The DNS proxy embedded in kuma-dp 2.11 and later [default: on for kubernetes]' -r -f -a "on\t'It runs, and no Corefile is in force (the default on Kubernetes)'
cp-off\t'Switched off at the control plane, experimentalProxy=false'
pod-off\t'Switched off for the pod, KUMA_DNS_PROXY_PORT=0'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand test" -l max-template -d 'Bytes of template text, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand test" -l max-output -d 'Bytes of rendered text, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand test" -l max-steps -d 'Steps of execution, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand test" -l color -d 'When to colour messages' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand test" -s v -l verbose -d 'Show the tests that pass, too'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand test" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand test" -s V -l version -d 'Print version'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand graph" -s o -l output -d 'Output format [default: text, or what the ending of --output-file says: svg, dot, gv, mmd]' -r -f -a "text\t'A tree for terminals'
mermaid\t'Mermaid\'s flowchart, for Markdown on GitHub and GitLab'
dot\t'Graphviz'
svg\t'An image, for light and dark ground'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand graph" -l output-file -d 'Write to FILE, atomically, instead of standard output (-)' -r -F
complete -c corefilectl -n "__fish_corefilectl_using_subcommand graph" -l redirect -d 'Which queries iptables redirects; on Universal it depends on how the transparent proxy was installed' -r -f -a "all\t'All to port 53, as on Kubernetes (--redirect-all-dns-traffic)'
resolv-conf\t'Those to the nameservers of resolv.conf (--redirect-dns)'
off\t'None, the default on Universal'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand graph" -l corefile -d 'A finished Corefile that is taken as it is, instead of the templates; - is standard input' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand graph" -l mesh-file -d 'Services of the mesh and what resolvers know, as docs/mesh-file.md describes it' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand graph" -l mesh-version -d 'Kuma release, or a line for its newest patch [default: 2.7]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand graph" -l platform -d 'Where the data plane runs [default: universal]' -r -f -a "universal\t'Virtual or bare-metal machines: the user starts kuma-dp'
kubernetes\t'The control plane injects kuma-dp as a side-car'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand graph" -l embedded-dns -d 'The DNS proxy embedded in kuma-dp 2.11 and later [default: on for kubernetes]' -r -f -a "on\t'It runs, and no Corefile is in force (the default on Kubernetes)'
cp-off\t'Switched off at the control plane, experimentalProxy=false'
pod-off\t'Switched off for the pod, KUMA_DNS_PROXY_PORT=0'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand graph" -l cp-config -d 'kuma-cp\'s configuration: its bootstrapServer.params.corefileTemplatePath names the control plane\'s template' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand graph" -l cp-template -d 'The control plane\'s template; - is standard input' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand graph" -l dp-template -l dns-coredns-config-template-path -d 'The data plane\'s template, which wins; - is standard input' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand graph" -l dns-enabled -d '.Enabled: whether kuma-dp runs any DNS [env: KUMA_DNS_ENABLED]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand graph" -l dns-proxy-port -d '.ProxyPort: port of the embedded proxy, 2.11 and later; 0 is off [env: KUMA_DNS_PROXY_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand graph" -l dns-coredns-port -d '.CoreDNSPort: where CoreDNS listens [env: KUMA_DNS_CORE_DNS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand graph" -l dns-coredns-empty-port -d '.CoreDNSEmptyPort: port of the empty block, 2.7 and earlier [env: KUMA_DNS_CORE_DNS_EMPTY_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand graph" -l dns-envoy-port -d '.EnvoyDNSPort: where Envoy\'s DNS filter listens [env: KUMA_DNS_ENVOY_DNS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand graph" -l dns-coredns-path -d '.CoreDNSBinaryPath: the CoreDNS program [env: KUMA_DNS_CORE_DNS_BINARY_PATH]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand graph" -l dns-server-config-dir -d '.ConfigDir: folder of the rendered Corefile [env: KUMA_DNS_CONFIG_DIR]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand graph" -l dns-prometheus-port -d '.PrometheusPort: port of the metrics [env: KUMA_DNS_PROMETHEUS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand graph" -l dns-enable-logging -d '.CoreDNSLogging: log queries, 2.6 and later [env: KUMA_DNS_ENABLE_LOGGING]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand graph" -l max-template -d 'Bytes of template text, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand graph" -l max-output -d 'Bytes of rendered text, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand graph" -l max-steps -d 'Steps of execution, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand graph" -l color -d 'When to colour messages' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand graph" -l no-lint -d 'Leave out what lint finds'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand graph" -l allow-import-outside -d 'Read imported files outside of the working folder, too'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand graph" -l envoy-down -d 'Envoy\'s DNS listener is not up'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand graph" -l no-env -d 'Leave KUMA_DNS_... and other variables of the environment out'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand graph" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand graph" -s V -l version -d 'Print version'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand probe" -l class -d 'Class of the record' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand probe" -l server -d 'CoreDNS, or the embedded DNS proxy [default: 127.0.0.1 and the port that the target gives it]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand probe" -l envoy -d 'Envoy\'s DNS listener; none leaves it out [default: 127.0.0.1 and the port that the target gives it, unless --server is elsewhere]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand probe" -l resolver -d 'The host\'s resolver [default: it is not asked]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand probe" -l timeout -d 'How long a try may take: 2s, 500ms, or seconds' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand probe" -l tries -d 'How often each server is asked before it counts as silent' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand probe" -s o -l output -d 'Output format' -r -f -a "text\t'For people'
json\t'JSON'
yaml\t'YAML'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand probe" -l corefile -d 'A finished Corefile that is taken as it is, instead of the templates; - is standard input' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand probe" -l mesh-file -d 'Services of the mesh and what resolvers know, as docs/mesh-file.md describes it' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand probe" -l mesh-version -d 'Kuma release, or a line for its newest patch [default: 2.7]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand probe" -l platform -d 'Where the data plane runs [default: universal]' -r -f -a "universal\t'Virtual or bare-metal machines: the user starts kuma-dp'
kubernetes\t'The control plane injects kuma-dp as a side-car'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand probe" -l embedded-dns -d 'The DNS proxy embedded in kuma-dp 2.11 and later [default: on for kubernetes]' -r -f -a "on\t'It runs, and no Corefile is in force (the default on Kubernetes)'
cp-off\t'Switched off at the control plane, experimentalProxy=false'
pod-off\t'Switched off for the pod, KUMA_DNS_PROXY_PORT=0'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand probe" -l cp-config -d 'kuma-cp\'s configuration: its bootstrapServer.params.corefileTemplatePath names the control plane\'s template' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand probe" -l cp-template -d 'The control plane\'s template; - is standard input' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand probe" -l dp-template -l dns-coredns-config-template-path -d 'The data plane\'s template, which wins; - is standard input' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand probe" -l dns-enabled -d '.Enabled: whether kuma-dp runs any DNS [env: KUMA_DNS_ENABLED]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand probe" -l dns-proxy-port -d '.ProxyPort: port of the embedded proxy, 2.11 and later; 0 is off [env: KUMA_DNS_PROXY_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand probe" -l dns-coredns-port -d '.CoreDNSPort: where CoreDNS listens [env: KUMA_DNS_CORE_DNS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand probe" -l dns-coredns-empty-port -d '.CoreDNSEmptyPort: port of the empty block, 2.7 and earlier [env: KUMA_DNS_CORE_DNS_EMPTY_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand probe" -l dns-envoy-port -d '.EnvoyDNSPort: where Envoy\'s DNS filter listens [env: KUMA_DNS_ENVOY_DNS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand probe" -l dns-coredns-path -d '.CoreDNSBinaryPath: the CoreDNS program [env: KUMA_DNS_CORE_DNS_BINARY_PATH]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand probe" -l dns-server-config-dir -d '.ConfigDir: folder of the rendered Corefile [env: KUMA_DNS_CONFIG_DIR]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand probe" -l dns-prometheus-port -d '.PrometheusPort: port of the metrics [env: KUMA_DNS_PROMETHEUS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand probe" -l dns-enable-logging -d '.CoreDNSLogging: log queries, 2.6 and later [env: KUMA_DNS_ENABLE_LOGGING]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand probe" -l max-template -d 'Bytes of template text, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand probe" -l max-output -d 'Bytes of rendered text, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand probe" -l max-steps -d 'Steps of execution, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand probe" -l color -d 'When to colour messages' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand probe" -l tcp -d 'Ask over TCP; Envoy is asked over UDP all the same, because it speaks nothing else'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand probe" -l no-edns -d 'Ask without EDNS'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand probe" -l allow-import-outside -d 'Read imported files outside of the working folder, too'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand probe" -l envoy-down -d 'Envoy\'s DNS listener is not up'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand probe" -l no-env -d 'Leave KUMA_DNS_... and other variables of the environment out'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand probe" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand probe" -s V -l version -d 'Print version'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand diff" -l running -d 'What a cluster runs, a finished Corefile, as the old side; the new one is OLD, or the template that wins' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand diff" -l as -d 'What the files are' -r -f -a "auto\t'A template, unless none of its actions could be kuma-dp\'s'
template\t'A template that kuma-dp executes'
corefile\t'A finished Corefile'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand diff" -l key -d 'The template that stands under KEY, in YAML files with several' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand diff" -s o -l output -d 'Output format [default: human, with -U unified]' -r -f -a "human\t'By server block and directive'
unified\t'The rendered texts, as diff -u and git diff show them'
json\t'Versioned JSON (docs/diff.md)'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand diff" -s U -l unified -d 'Lines around changes in unified text [default: 3]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand diff" -l mesh-version -d 'Kuma release, or a line for its newest patch [default: 2.7]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand diff" -l platform -d 'Where the data plane runs [default: universal]' -r -f -a "universal\t'Virtual or bare-metal machines: the user starts kuma-dp'
kubernetes\t'The control plane injects kuma-dp as a side-car'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand diff" -l embedded-dns -d 'The DNS proxy embedded in kuma-dp 2.11 and later [default: on for kubernetes]' -r -f -a "on\t'It runs, and no Corefile is in force (the default on Kubernetes)'
cp-off\t'Switched off at the control plane, experimentalProxy=false'
pod-off\t'Switched off for the pod, KUMA_DNS_PROXY_PORT=0'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand diff" -l cp-config -d 'kuma-cp\'s configuration: its bootstrapServer.params.corefileTemplatePath names the control plane\'s template' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand diff" -l cp-template -d 'The control plane\'s template; - is standard input' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand diff" -l dp-template -l dns-coredns-config-template-path -d 'The data plane\'s template, which wins; - is standard input' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand diff" -l dns-enabled -d '.Enabled: whether kuma-dp runs any DNS [env: KUMA_DNS_ENABLED]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand diff" -l dns-proxy-port -d '.ProxyPort: port of the embedded proxy, 2.11 and later; 0 is off [env: KUMA_DNS_PROXY_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand diff" -l dns-coredns-port -d '.CoreDNSPort: where CoreDNS listens [env: KUMA_DNS_CORE_DNS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand diff" -l dns-coredns-empty-port -d '.CoreDNSEmptyPort: port of the empty block, 2.7 and earlier [env: KUMA_DNS_CORE_DNS_EMPTY_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand diff" -l dns-envoy-port -d '.EnvoyDNSPort: where Envoy\'s DNS filter listens [env: KUMA_DNS_ENVOY_DNS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand diff" -l dns-coredns-path -d '.CoreDNSBinaryPath: the CoreDNS program [env: KUMA_DNS_CORE_DNS_BINARY_PATH]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand diff" -l dns-server-config-dir -d '.ConfigDir: folder of the rendered Corefile [env: KUMA_DNS_CONFIG_DIR]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand diff" -l dns-prometheus-port -d '.PrometheusPort: port of the metrics [env: KUMA_DNS_PROMETHEUS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand diff" -l dns-enable-logging -d '.CoreDNSLogging: log queries, 2.6 and later [env: KUMA_DNS_ENABLE_LOGGING]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand diff" -l to-mesh-version -d 'Kuma release of the new side, or a line for its newest patch' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand diff" -l to-platform -d 'Where the new side\'s data plane runs' -r -f -a "universal\t'Virtual or bare-metal machines: the user starts kuma-dp'
kubernetes\t'The control plane injects kuma-dp as a side-car'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand diff" -l to-embedded-dns -d 'The embedded DNS proxy on the new side' -r -f -a "on\t'It runs, and no Corefile is in force (the default on Kubernetes)'
cp-off\t'Switched off at the control plane, experimentalProxy=false'
pod-off\t'Switched off for the pod, KUMA_DNS_PROXY_PORT=0'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand diff" -l to-set -d 'A flag of kuma-dp on the new side: dns-enable-logging=true; repeatable' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand diff" -l max-template -d 'Bytes of template text, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand diff" -l max-output -d 'Bytes of rendered text, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand diff" -l max-steps -d 'Steps of execution, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand diff" -l color -d 'When to colour messages' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand diff" -l allow-import-outside -d 'Read imported files outside of the working folder, too'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand diff" -l exit-code -d 'Exit with 1 where something differs'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand diff" -s q -l quiet -d 'Print no differences; implies --exit-code'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand diff" -l no-env -d 'Leave KUMA_DNS_... and other variables of the environment out'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand diff" -l ignore-embedded-dns -d 'Render even where the embedded DNS proxy runs and no Corefile is in force'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand diff" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand diff" -s V -l version -d 'Print version'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand doctor" -l mesh-version -d 'Kuma release, or a line for its newest patch [default: 2.7]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand doctor" -l platform -d 'Where the data plane runs [default: universal]' -r -f -a "universal\t'Virtual or bare-metal machines: the user starts kuma-dp'
kubernetes\t'The control plane injects kuma-dp as a side-car'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand doctor" -l embedded-dns -d 'The DNS proxy embedded in kuma-dp 2.11 and later [default: on for kubernetes]' -r -f -a "on\t'It runs, and no Corefile is in force (the default on Kubernetes)'
cp-off\t'Switched off at the control plane, experimentalProxy=false'
pod-off\t'Switched off for the pod, KUMA_DNS_PROXY_PORT=0'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand doctor" -l cluster-cidr -d 'Ranges of the cluster\'s own addresses, such as those of Services and Pods; repeatable' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand doctor" -l trace -d 'Follow a query for NAME through the Corefile of every class' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand doctor" -l type -d 'Type of the query\'s record' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand doctor" -l mesh-file -d 'Services of the mesh for --trace, as docs/mesh-file.md describes it' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand doctor" -l select -d 'Rules that run: codes, beginnings of codes, names, ALL; repeatable' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand doctor" -l ignore -d 'Rules that do not run' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand doctor" -l fail-on -d 'Findings from this severity on make the exit code 1 [default: warning]' -r -f -a "info\t'Worth knowing'
warning\t'Some queries go wrong, or a later release breaks it'
error\t'The data plane does not start, or names do not resolve'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand doctor" -l show -d 'Findings from this severity on are printed' -r -f -a "info\t'Worth knowing'
warning\t'Some queries go wrong, or a later release breaks it'
error\t'The data plane does not start, or names do not resolve'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand doctor" -s o -l output -l format -d 'Output format [default: human; github in GitHub Actions]' -r -f -a "human\t'Excerpts, reasons, ways out'
concise\t'One line a finding'
json\t'Versioned JSON (docs/findings.schema.json)'
sarif\t'SARIF 2.1.0'
github\t'Annotations of GitHub Actions'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit XML'
html\t'A page that stands alone, for browsers'
markdown\t'For job summaries and merge requests'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand doctor" -l output-file -d 'Write to FILE, atomically, instead of standard output' -r -F
complete -c corefilectl -n "__fish_corefilectl_using_subcommand doctor" -l max-template -d 'Bytes of template text, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand doctor" -l max-output -d 'Bytes of rendered text, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand doctor" -l max-steps -d 'Steps of execution, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand doctor" -l color -d 'When to colour messages' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand doctor" -l lint -d 'Lint the Corefile template of every class'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand doctor" -l exit-zero -d 'Exit with 0 instead of 1'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand doctor" -s V -l version -d 'Print version'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand rules" -s o -l output -d 'Output format' -r -f -a "table\t'Aligned columns'
json\t'JSON'
yaml\t'YAML'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand rules" -l color -d 'When to colour messages' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand rules" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand rules" -s V -l version -d 'Print version'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand explain" -s o -l output -d 'Output format' -r -f -a "text\t'Markdown, as in the pages of the manual'
json\t'JSON: always a list'
yaml\t'YAML: always a list'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand explain" -l color -d 'When to colour messages' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand explain" -s V -l version -d 'Print version'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand template" -l data -d 'The data: JSON, or YAML as Kuma reads it (1.1); - is standard input [default: nothing]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand template" -l go -d 'The Go release whose text/template is followed, 1.15 to 1.27' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand template" -l numbers -d 'What whole numbers in the data are' -r -f -a "int\t'int64, as typed programs pass them'
float\t'float64, as Go\'s encoding/json makes them'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand template" -l functions -d 'Functions beside Go\'s own' -r -f -a "none\t'None'
hostname-generator\t'`label`, as in HostnameGenerators'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand template" -l label -d 'A label that the function `label` finds; may be repeated' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand template" -l name -d 'What messages call the template [default: its file\'s name]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand template" -l max-template -d 'Bytes of template text, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand template" -l max-output -d 'Bytes of rendered text, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand template" -l max-steps -d 'Steps of execution, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand template" -l color -d 'When to colour messages' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand template" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand template" -s V -l version -d 'Print version'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand releases" -s o -l output -d 'Output format' -r -f -a "table\t'Aligned columns'
json\t'JSON'
yaml\t'YAML'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand releases" -l color -d 'When to colour messages' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand releases" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand releases" -s V -l version -d 'Print version'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand completion" -l color -d 'When to colour messages' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand completion" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand completion" -s V -l version -d 'Print version'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand man" -l dir -d 'Write all pages into this folder, as corefilectl.1, corefilectl-render.1 and so on' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand man" -l color -d 'When to colour messages' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand man" -s V -l version -d 'Print version'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand version" -s o -l output -d 'Output format' -r -f -a "table\t'Aligned columns'
json\t'JSON'
yaml\t'YAML'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand version" -l color -d 'When to colour messages' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand version" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand version" -s V -l version -d 'Print version'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lint" -l as -d 'What the inputs are' -r -f -a "auto\t'A template, unless none of its actions could be kuma-dp\'s'
template\t'A template that kuma-dp executes'
corefile\t'A finished Corefile'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lint" -l extension -d 'Further endings of file names that count in folders; repeatable' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lint" -l select -d 'Rules that run: codes, beginnings of codes, names, ALL; repeatable' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lint" -l ignore -d 'Rules that do not run' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lint" -l fail-on -d 'Findings from this severity on make the exit code 1 [default: warning]' -r -f -a "info\t'Worth knowing'
warning\t'Some queries go wrong, or a later release breaks it'
error\t'The data plane does not start, or names do not resolve'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lint" -l show -d 'Findings from this severity on are printed' -r -f -a "info\t'Worth knowing'
warning\t'Some queries go wrong, or a later release breaks it'
error\t'The data plane does not start, or names do not resolve'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lint" -l baseline -d 'Leave out the findings that FILE lists' -r -F
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lint" -l write-baseline -d 'Write all findings to FILE, as a baseline for later runs' -r -F
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lint" -s o -l output -l format -d 'Output format [default: human; github in GitHub Actions]' -r -f -a "human\t'Excerpts, reasons, ways out'
concise\t'One line a finding'
json\t'Versioned JSON (docs/findings.schema.json)'
sarif\t'SARIF 2.1.0'
github\t'Annotations of GitHub Actions'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit XML'
html\t'A page that stands alone, for browsers'
markdown\t'For job summaries and merge requests'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lint" -l output-template -d 'Lay the findings out with a minijinja template' -r -F
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lint" -l output-file -d 'Write to FILE, atomically, instead of standard output' -r -F
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lint" -l cp-config -d 'kuma-cp\'s configuration: its bootstrapServer.params.corefileTemplatePath names the control plane\'s template' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lint" -l cp-template -d 'The control plane\'s template; - is standard input' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lint" -l dp-template -l dns-coredns-config-template-path -d 'The data plane\'s template, which wins; - is standard input' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lint" -l dns-enabled -d '.Enabled: whether kuma-dp runs any DNS [env: KUMA_DNS_ENABLED]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lint" -l dns-proxy-port -d '.ProxyPort: port of the embedded proxy, 2.11 and later; 0 is off [env: KUMA_DNS_PROXY_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lint" -l dns-coredns-port -d '.CoreDNSPort: where CoreDNS listens [env: KUMA_DNS_CORE_DNS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lint" -l dns-coredns-empty-port -d '.CoreDNSEmptyPort: port of the empty block, 2.7 and earlier [env: KUMA_DNS_CORE_DNS_EMPTY_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lint" -l dns-envoy-port -d '.EnvoyDNSPort: where Envoy\'s DNS filter listens [env: KUMA_DNS_ENVOY_DNS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lint" -l dns-coredns-path -d '.CoreDNSBinaryPath: the CoreDNS program [env: KUMA_DNS_CORE_DNS_BINARY_PATH]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lint" -l dns-server-config-dir -d '.ConfigDir: folder of the rendered Corefile [env: KUMA_DNS_CONFIG_DIR]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lint" -l dns-prometheus-port -d '.PrometheusPort: port of the metrics [env: KUMA_DNS_PROMETHEUS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lint" -l dns-enable-logging -d '.CoreDNSLogging: log queries, 2.6 and later [env: KUMA_DNS_ENABLE_LOGGING]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lint" -l max-template -d 'Bytes of template text, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lint" -l max-output -d 'Bytes of rendered text, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lint" -l max-steps -d 'Steps of execution, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lint" -l mesh-version -d 'Kuma release, or a line for all of its patches [default: 2.7 and all later lines]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lint" -l platform -d 'Where the data plane runs [default: both]' -r -f -a "universal\t'Virtual or bare-metal machines: the user starts kuma-dp'
kubernetes\t'The control plane injects kuma-dp as a side-car'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lint" -l embedded-dns -d 'The DNS proxy embedded in kuma-dp 2.11 and later [default: off, as for a Corefile it has to be]' -r -f -a "on\t'It runs, and no Corefile is in force (the default on Kubernetes)'
cp-off\t'Switched off at the control plane, experimentalProxy=false'
pod-off\t'Switched off for the pod, KUMA_DNS_PROXY_PORT=0'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lint" -l color -d 'When to colour messages' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lint" -l allow-import-outside -d 'Read imported files outside of the working folder, too'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lint" -l exit-zero -d 'Exit with 0 instead of 1'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lint" -l fix -d 'Mend what can be mended mechanically of what is shown, in place'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lint" -l diff -d 'Print what --fix would change, and change nothing'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lint" -l no-env -d 'Leave KUMA_DNS_... and other variables of the environment out'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lint" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lint" -s V -l version -d 'Print version'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand check" -l as -d 'What the inputs are' -r -f -a "auto\t'A template, unless none of its actions could be kuma-dp\'s'
template\t'A template that kuma-dp executes'
corefile\t'A finished Corefile'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand check" -l extension -d 'Further endings of file names that count in folders; repeatable' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand check" -l select -d 'Rules that run: codes, beginnings of codes, names, ALL; repeatable' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand check" -l ignore -d 'Rules that do not run' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand check" -l fail-on -d 'Findings from this severity on make the exit code 1 [default: warning]' -r -f -a "info\t'Worth knowing'
warning\t'Some queries go wrong, or a later release breaks it'
error\t'The data plane does not start, or names do not resolve'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand check" -l show -d 'Findings from this severity on are printed' -r -f -a "info\t'Worth knowing'
warning\t'Some queries go wrong, or a later release breaks it'
error\t'The data plane does not start, or names do not resolve'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand check" -l baseline -d 'Leave out the findings that FILE lists' -r -F
complete -c corefilectl -n "__fish_corefilectl_using_subcommand check" -l write-baseline -d 'Write all findings to FILE, as a baseline for later runs' -r -F
complete -c corefilectl -n "__fish_corefilectl_using_subcommand check" -s o -l output -l format -d 'Output format [default: human; github in GitHub Actions]' -r -f -a "human\t'Excerpts, reasons, ways out'
concise\t'One line a finding'
json\t'Versioned JSON (docs/findings.schema.json)'
sarif\t'SARIF 2.1.0'
github\t'Annotations of GitHub Actions'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit XML'
html\t'A page that stands alone, for browsers'
markdown\t'For job summaries and merge requests'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand check" -l output-template -d 'Lay the findings out with a minijinja template' -r -F
complete -c corefilectl -n "__fish_corefilectl_using_subcommand check" -l output-file -d 'Write to FILE, atomically, instead of standard output' -r -F
complete -c corefilectl -n "__fish_corefilectl_using_subcommand check" -l cp-config -d 'kuma-cp\'s configuration: its bootstrapServer.params.corefileTemplatePath names the control plane\'s template' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand check" -l cp-template -d 'The control plane\'s template; - is standard input' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand check" -l dp-template -l dns-coredns-config-template-path -d 'The data plane\'s template, which wins; - is standard input' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand check" -l dns-enabled -d '.Enabled: whether kuma-dp runs any DNS [env: KUMA_DNS_ENABLED]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand check" -l dns-proxy-port -d '.ProxyPort: port of the embedded proxy, 2.11 and later; 0 is off [env: KUMA_DNS_PROXY_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand check" -l dns-coredns-port -d '.CoreDNSPort: where CoreDNS listens [env: KUMA_DNS_CORE_DNS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand check" -l dns-coredns-empty-port -d '.CoreDNSEmptyPort: port of the empty block, 2.7 and earlier [env: KUMA_DNS_CORE_DNS_EMPTY_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand check" -l dns-envoy-port -d '.EnvoyDNSPort: where Envoy\'s DNS filter listens [env: KUMA_DNS_ENVOY_DNS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand check" -l dns-coredns-path -d '.CoreDNSBinaryPath: the CoreDNS program [env: KUMA_DNS_CORE_DNS_BINARY_PATH]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand check" -l dns-server-config-dir -d '.ConfigDir: folder of the rendered Corefile [env: KUMA_DNS_CONFIG_DIR]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand check" -l dns-prometheus-port -d '.PrometheusPort: port of the metrics [env: KUMA_DNS_PROMETHEUS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand check" -l dns-enable-logging -d '.CoreDNSLogging: log queries, 2.6 and later [env: KUMA_DNS_ENABLE_LOGGING]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand check" -l max-template -d 'Bytes of template text, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand check" -l max-output -d 'Bytes of rendered text, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand check" -l max-steps -d 'Steps of execution, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand check" -l mesh-version -d 'Kuma release, or a line for all of its patches [default: 2.7 and all later lines]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand check" -l platform -d 'Where the data plane runs [default: both]' -r -f -a "universal\t'Virtual or bare-metal machines: the user starts kuma-dp'
kubernetes\t'The control plane injects kuma-dp as a side-car'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand check" -l embedded-dns -d 'The DNS proxy embedded in kuma-dp 2.11 and later [default: off, as for a Corefile it has to be]' -r -f -a "on\t'It runs, and no Corefile is in force (the default on Kubernetes)'
cp-off\t'Switched off at the control plane, experimentalProxy=false'
pod-off\t'Switched off for the pod, KUMA_DNS_PROXY_PORT=0'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand check" -l color -d 'When to colour messages' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand check" -l allow-import-outside -d 'Read imported files outside of the working folder, too'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand check" -l exit-zero -d 'Exit with 0 instead of 1'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand check" -l fix -d 'Mend what can be mended mechanically of what is shown, in place'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand check" -l diff -d 'Print what --fix would change, and change nothing'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand check" -l no-env -d 'Leave KUMA_DNS_... and other variables of the environment out'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand check" -s V -l version -d 'Print version'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lsp" -l as -d 'What documents are' -r -f -a "auto\t'A template, unless none of its actions could be kuma-dp\'s'
template\t'A template that kuma-dp executes'
corefile\t'A finished Corefile'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lsp" -l embedded-dns -d 'The DNS proxy embedded in kuma-dp 2.11 and later [default: on for kubernetes]' -r -f -a "on\t'It runs, and no Corefile is in force (the default on Kubernetes)'
cp-off\t'Switched off at the control plane, experimentalProxy=false'
pod-off\t'Switched off for the pod, KUMA_DNS_PROXY_PORT=0'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lsp" -l cp-config -d 'kuma-cp\'s configuration: its bootstrapServer.params.corefileTemplatePath names the control plane\'s template' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lsp" -l dns-enabled -d '.Enabled: whether kuma-dp runs any DNS [env: KUMA_DNS_ENABLED]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lsp" -l dns-proxy-port -d '.ProxyPort: port of the embedded proxy, 2.11 and later; 0 is off [env: KUMA_DNS_PROXY_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lsp" -l dns-coredns-port -d '.CoreDNSPort: where CoreDNS listens [env: KUMA_DNS_CORE_DNS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lsp" -l dns-coredns-empty-port -d '.CoreDNSEmptyPort: port of the empty block, 2.7 and earlier [env: KUMA_DNS_CORE_DNS_EMPTY_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lsp" -l dns-envoy-port -d '.EnvoyDNSPort: where Envoy\'s DNS filter listens [env: KUMA_DNS_ENVOY_DNS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lsp" -l dns-coredns-path -d '.CoreDNSBinaryPath: the CoreDNS program [env: KUMA_DNS_CORE_DNS_BINARY_PATH]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lsp" -l dns-server-config-dir -d '.ConfigDir: folder of the rendered Corefile [env: KUMA_DNS_CONFIG_DIR]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lsp" -l dns-prometheus-port -d '.PrometheusPort: port of the metrics [env: KUMA_DNS_PROMETHEUS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lsp" -l dns-enable-logging -d '.CoreDNSLogging: log queries, 2.6 and later [env: KUMA_DNS_ENABLE_LOGGING]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lsp" -l max-template -d 'Bytes of template text, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lsp" -l max-output -d 'Bytes of rendered text, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lsp" -l max-steps -d 'Steps of execution, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lsp" -l mesh-version -d 'Kuma release, or a line for all of its patches [default: 2.7 and all later lines]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lsp" -l platform -d 'Where the data plane runs [default: both]' -r -f -a "universal\t'Virtual or bare-metal machines: the user starts kuma-dp'
kubernetes\t'The control plane injects kuma-dp as a side-car'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lsp" -l dp-template -l dns-coredns-config-template-path -d 'The data plane\'s template, which wins; - is standard input' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lsp" -l cp-template -d 'The control plane\'s template; - is standard input' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lsp" -l color -d 'When to colour messages' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lsp" -l stdio -d 'The only way there is; editors pass it'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lsp" -l allow-import-outside -d 'Read imported files outside of the working folder, too'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lsp" -l no-env -d 'Leave KUMA_DNS_... and other variables of the environment out'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lsp" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand lsp" -s V -l version -d 'Print version'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand upgrade" -l from -d 'The Kuma release or line that runs now' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand upgrade" -l to -d 'The release or line to go to, 3.0 included' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand upgrade" -l as -d 'What the inputs are' -r -f -a "auto\t'A template, unless none of its actions could be kuma-dp\'s'
template\t'A template that kuma-dp executes'
corefile\t'A finished Corefile'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand upgrade" -l extension -d 'Further endings of file names that count in folders; repeatable' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand upgrade" -l fail-on -d 'Changes from this severity on make the exit code 1 [default: warning]' -r -f -a "info\t'Worth knowing'
warning\t'Some queries go wrong, or a later release breaks it'
error\t'The data plane does not start, or names do not resolve'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand upgrade" -l show -d 'Changes from this severity on are printed' -r -f -a "info\t'Worth knowing'
warning\t'Some queries go wrong, or a later release breaks it'
error\t'The data plane does not start, or names do not resolve'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand upgrade" -s o -l output -l format -d 'Output format' -r -f -a "human\t'Excerpts, reasons, ways out'
json\t'Versioned JSON (docs/upgrade.md)'
markdown\t'Markdown, for an issue or a merge request'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand upgrade" -l output-file -d 'Write to FILE, atomically, instead of standard output' -r -F
complete -c corefilectl -n "__fish_corefilectl_using_subcommand upgrade" -l embedded-dns -d 'The DNS proxy embedded in kuma-dp 2.11 and later [default: on for kubernetes]' -r -f -a "on\t'It runs, and no Corefile is in force (the default on Kubernetes)'
cp-off\t'Switched off at the control plane, experimentalProxy=false'
pod-off\t'Switched off for the pod, KUMA_DNS_PROXY_PORT=0'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand upgrade" -l cp-config -d 'kuma-cp\'s configuration: its bootstrapServer.params.corefileTemplatePath names the control plane\'s template' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand upgrade" -l cp-template -d 'The control plane\'s template; - is standard input' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand upgrade" -l dp-template -l dns-coredns-config-template-path -d 'The data plane\'s template, which wins; - is standard input' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand upgrade" -l dns-enabled -d '.Enabled: whether kuma-dp runs any DNS [env: KUMA_DNS_ENABLED]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand upgrade" -l dns-proxy-port -d '.ProxyPort: port of the embedded proxy, 2.11 and later; 0 is off [env: KUMA_DNS_PROXY_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand upgrade" -l dns-coredns-port -d '.CoreDNSPort: where CoreDNS listens [env: KUMA_DNS_CORE_DNS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand upgrade" -l dns-coredns-empty-port -d '.CoreDNSEmptyPort: port of the empty block, 2.7 and earlier [env: KUMA_DNS_CORE_DNS_EMPTY_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand upgrade" -l dns-envoy-port -d '.EnvoyDNSPort: where Envoy\'s DNS filter listens [env: KUMA_DNS_ENVOY_DNS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand upgrade" -l dns-coredns-path -d '.CoreDNSBinaryPath: the CoreDNS program [env: KUMA_DNS_CORE_DNS_BINARY_PATH]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand upgrade" -l dns-server-config-dir -d '.ConfigDir: folder of the rendered Corefile [env: KUMA_DNS_CONFIG_DIR]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand upgrade" -l dns-prometheus-port -d '.PrometheusPort: port of the metrics [env: KUMA_DNS_PROMETHEUS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand upgrade" -l dns-enable-logging -d '.CoreDNSLogging: log queries, 2.6 and later [env: KUMA_DNS_ENABLE_LOGGING]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand upgrade" -l max-template -d 'Bytes of template text, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand upgrade" -l max-output -d 'Bytes of rendered text, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand upgrade" -l max-steps -d 'Steps of execution, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand upgrade" -l mesh-version -d 'Kuma release, or a line for its newest patch [default: 2.7]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand upgrade" -l platform -d 'Where the data plane runs [default: both]' -r -f -a "universal\t'Virtual or bare-metal machines: the user starts kuma-dp'
kubernetes\t'The control plane injects kuma-dp as a side-car'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand upgrade" -l color -d 'When to colour messages' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand upgrade" -l allow-import-outside -d 'Read imported files outside of the working folder, too'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand upgrade" -l exit-zero -d 'Exit with 0 instead of 1'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand upgrade" -l fix -d 'Mend what can be mended mechanically, in place'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand upgrade" -l diff -d 'Print what --fix would change, and change nothing'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand upgrade" -l no-env -d 'Leave KUMA_DNS_... and other variables of the environment out'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand upgrade" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand upgrade" -s V -l version -d 'Print version'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand names" -s f -l file -d 'Resources of Kuma in YAML or JSON, as kubectl and kumactl print them; - is standard input; may be repeated' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand names" -l whose -d 'Which service this name means; may be repeated' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand names" -l mesh -d 'Only this mesh [default: all]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand names" -l zone -d 'The zone\'s name, for HostnameGenerators' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand names" -l domain -d 'What names of services end in [default: dnsServer.domain of kuma-cp, else mesh]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand names" -l cidr -d 'Where their virtual IPs come from [default: dnsServer.CIDR of kuma-cp, else 240.0.0.0/4]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand names" -l cluster-cidr -d 'Addresses that the cluster or the network has, to be warned of overlaps; may be repeated' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand names" -l cp-config -d 'kuma-cp\'s configuration: its dnsServer' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand names" -l mesh-version -d 'Kuma release, or a line for its newest patch [default: 2.7]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand names" -l platform -d 'Where the data plane runs [default: universal]' -r -f -a "universal\t'Virtual or bare-metal machines: the user starts kuma-dp'
kubernetes\t'The control plane injects kuma-dp as a side-car'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand names" -s o -l output -d 'Output format' -r -f -a "table\t'Aligned columns'
json\t'JSON'
yaml\t'YAML'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand names" -l embedded-dns -d 'The DNS proxy embedded in kuma-dp 2.11 and later [default: on for kubernetes]' -r -f -a "on\t'It runs, and no Corefile is in force (the default on Kubernetes)'
cp-off\t'Switched off at the control plane, experimentalProxy=false'
pod-off\t'Switched off for the pod, KUMA_DNS_PROXY_PORT=0'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand names" -l color -d 'When to colour messages' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand names" -l default-generators -d 'Take the HostnameGenerators for there that Kuma 2.9 and later create'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand names" -l no-env -d 'Leave KUMA_DNS_SERVER_... of the environment out'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand names" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand names" -s V -l version -d 'Print version'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand vips" -s f -l file -d 'Resources of Kuma in YAML or JSON, as kubectl and kumactl print them; - is standard input; may be repeated' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand vips" -l mesh-file -d 'Services of the mesh, as docs/mesh-file.md describes it; - is standard input' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand vips" -l persisted -d 'The persisted map kuma-MESH-dns-vips: a ConfigMap, a Config resource, or its JSON; - is standard input' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand vips" -l mesh -d 'The mesh [default: that of the persisted map, else default]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand vips" -l zone -d 'The zone\'s name, for HostnameGenerators' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand vips" -l ip-family-mode -d 'What data planes are set to: with ipv4 names have no AAAA' -r -f -a "dualstack\t'IPv4 and IPv6'
ipv4\t'IPv4 only'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand vips" -l domain -d 'What names of services end in [default: dnsServer.domain of kuma-cp, else mesh]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand vips" -l cidr -d 'Where their virtual IPs come from [default: dnsServer.CIDR of kuma-cp, else 240.0.0.0/4]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand vips" -l cluster-cidr -d 'Addresses that the cluster or the network has, to be warned of overlaps; may be repeated' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand vips" -l cp-config -d 'kuma-cp\'s configuration: its dnsServer and ipam' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand vips" -l mesh-version -d 'Kuma release, or a line for its newest patch [default: 2.7]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand vips" -l platform -d 'Where the data plane runs [default: universal]' -r -f -a "universal\t'Virtual or bare-metal machines: the user starts kuma-dp'
kubernetes\t'The control plane injects kuma-dp as a side-car'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand vips" -s o -l output -d 'Output format' -r -f -a "table\t'Aligned columns'
json\t'JSON'
yaml\t'YAML'
mesh-file\t'A mesh file for trace, test, graph and probe'
persisted\t'The persisted map: JSON'
configmap\t'The persisted map in its ConfigMap'
config\t'The persisted map in the Config resource of Universal'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand vips" -l namespace -d 'The namespace of the ConfigMap [default: that of the persisted one, else kuma-system]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand vips" -l embedded-dns -d 'The DNS proxy embedded in kuma-dp 2.11 and later [default: on for kubernetes]' -r -f -a "on\t'It runs, and no Corefile is in force (the default on Kubernetes)'
cp-off\t'Switched off at the control plane, experimentalProxy=false'
pod-off\t'Switched off for the pod, KUMA_DNS_PROXY_PORT=0'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand vips" -l color -d 'When to colour messages' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand vips" -l default-generators -d 'Take the HostnameGenerators for there that Kuma 2.9 and later create'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand vips" -l no-env -d 'Leave KUMA_DNS_SERVER_... and KUMA_IPAM_... of the environment out'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand vips" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand vips" -s V -l version -d 'Print version'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand envoy" -s f -l file -d 'Resources of Kuma in YAML or JSON, as kubectl and kumactl print them; - is standard input; may be repeated' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand envoy" -l mesh-file -d 'Services of the mesh, as docs/mesh-file.md describes it; - is standard input' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand envoy" -l persisted -d 'The persisted map kuma-MESH-dns-vips: a ConfigMap, a Config resource, or its JSON; - is standard input' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand envoy" -l mesh -d 'The mesh [default: that of the persisted map, else default]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand envoy" -l zone -d 'The zone\'s name, for HostnameGenerators' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand envoy" -l ip-family-mode -d 'What data planes are set to: with ipv4 names have no AAAA' -r -f -a "dualstack\t'IPv4 and IPv6'
ipv4\t'IPv4 only'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand envoy" -l domain -d 'What names of services end in [default: dnsServer.domain of kuma-cp, else mesh]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand envoy" -l cidr -d 'Where their virtual IPs come from [default: dnsServer.CIDR of kuma-cp, else 240.0.0.0/4]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand envoy" -l cluster-cidr -d 'Addresses that the cluster or the network has, to be warned of overlaps; may be repeated' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand envoy" -l mesh-version -d 'Kuma release, or a line for its newest patch [default: 2.7]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand envoy" -l platform -d 'Where the data plane runs [default: universal]' -r -f -a "universal\t'Virtual or bare-metal machines: the user starts kuma-dp'
kubernetes\t'The control plane injects kuma-dp as a side-car'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand envoy" -l embedded-dns -d 'The DNS proxy embedded in kuma-dp 2.11 and later [default: on for kubernetes]' -r -f -a "on\t'It runs, and no Corefile is in force (the default on Kubernetes)'
cp-off\t'Switched off at the control plane, experimentalProxy=false'
pod-off\t'Switched off for the pod, KUMA_DNS_PROXY_PORT=0'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand envoy" -l cp-config -d 'kuma-cp\'s configuration: its bootstrapServer.params.corefileTemplatePath names the control plane\'s template' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand envoy" -l dns-enabled -d '.Enabled: whether kuma-dp runs any DNS [env: KUMA_DNS_ENABLED]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand envoy" -l dns-proxy-port -d '.ProxyPort: port of the embedded proxy, 2.11 and later; 0 is off [env: KUMA_DNS_PROXY_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand envoy" -l dns-coredns-port -d '.CoreDNSPort: where CoreDNS listens [env: KUMA_DNS_CORE_DNS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand envoy" -l dns-coredns-empty-port -d '.CoreDNSEmptyPort: port of the empty block, 2.7 and earlier [env: KUMA_DNS_CORE_DNS_EMPTY_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand envoy" -l dns-envoy-port -d '.EnvoyDNSPort: where Envoy\'s DNS filter listens [env: KUMA_DNS_ENVOY_DNS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand envoy" -l dns-coredns-path -d '.CoreDNSBinaryPath: the CoreDNS program [env: KUMA_DNS_CORE_DNS_BINARY_PATH]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand envoy" -l dns-server-config-dir -d '.ConfigDir: folder of the rendered Corefile [env: KUMA_DNS_CONFIG_DIR]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand envoy" -l dns-prometheus-port -d '.PrometheusPort: port of the metrics [env: KUMA_DNS_PROMETHEUS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand envoy" -l dns-enable-logging -d '.CoreDNSLogging: log queries, 2.6 and later [env: KUMA_DNS_ENABLE_LOGGING]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand envoy" -l admin-port -d 'Port of Envoy\'s admin interface on 127.0.0.1, with --bootstrap [default: off]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand envoy" -s o -l output -d 'Output format' -r -f -a "yaml\t'YAML'
json\t'JSON'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand envoy" -l max-template -d 'Bytes of template text, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand envoy" -l max-output -d 'Bytes of rendered text, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand envoy" -l max-steps -d 'Steps of execution, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand envoy" -l dp-template -l dns-coredns-config-template-path -d 'The data plane\'s template, which wins; - is standard input' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand envoy" -l cp-template -d 'The control plane\'s template; - is standard input' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand envoy" -l color -d 'When to colour messages' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand envoy" -l default-generators -d 'Take the HostnameGenerators for there that Kuma 2.9 and later create'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand envoy" -l no-env -d 'Leave KUMA_DNS_... and other variables of the environment out'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand envoy" -l ignore-embedded-dns -d 'Print it even where the embedded DNS proxy gets the names and Envoy has no such listener'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand envoy" -l bootstrap -d 'A whole bootstrap around the listener'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand envoy" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand envoy" -s V -l version -d 'Print version'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and not __fish_seen_subcommand_from kubernetes helm universal init-container help" -l color -d 'When to colour messages' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and not __fish_seen_subcommand_from kubernetes helm universal init-container help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and not __fish_seen_subcommand_from kubernetes helm universal init-container help" -s V -l version -d 'Print version'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and not __fish_seen_subcommand_from kubernetes helm universal init-container help" -f -a "kubernetes" -d 'The ConfigMap for the control plane, with the kumactl and Helm calls that mount it'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and not __fish_seen_subcommand_from kubernetes helm universal init-container help" -f -a "helm" -d 'Values for Kuma\'s chart, ConfigMap included'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and not __fish_seen_subcommand_from kubernetes helm universal init-container help" -f -a "universal" -d 'The settings of kuma-cp or kuma-dp that name the template, and a drop-in for their systemd units'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and not __fish_seen_subcommand_from kubernetes helm universal init-container help" -f -a "init-container" -d 'A pod whose init container renders the template for its side-car, with all that this needs'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and not __fish_seen_subcommand_from kubernetes helm universal init-container help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from kubernetes" -l output-file -d 'Write to FILE, atomically, instead of standard output' -r -F
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from kubernetes" -l mesh-version -d 'Kuma release, or a line for its newest patch [default: 2.7]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from kubernetes" -l platform -d 'Where the data plane runs [default: universal]' -r -f -a "universal\t'Virtual or bare-metal machines: the user starts kuma-dp'
kubernetes\t'The control plane injects kuma-dp as a side-car'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from kubernetes" -l cp-config -d 'kuma-cp\'s configuration: its bootstrapServer.params.corefileTemplatePath names the control plane\'s template' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from kubernetes" -l cp-template -d 'The control plane\'s template; - is standard input' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from kubernetes" -l dp-template -l dns-coredns-config-template-path -d 'The data plane\'s template, which wins; - is standard input' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from kubernetes" -l dns-enabled -d '.Enabled: whether kuma-dp runs any DNS [env: KUMA_DNS_ENABLED]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from kubernetes" -l dns-proxy-port -d '.ProxyPort: port of the embedded proxy, 2.11 and later; 0 is off [env: KUMA_DNS_PROXY_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from kubernetes" -l dns-coredns-port -d '.CoreDNSPort: where CoreDNS listens [env: KUMA_DNS_CORE_DNS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from kubernetes" -l dns-coredns-empty-port -d '.CoreDNSEmptyPort: port of the empty block, 2.7 and earlier [env: KUMA_DNS_CORE_DNS_EMPTY_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from kubernetes" -l dns-envoy-port -d '.EnvoyDNSPort: where Envoy\'s DNS filter listens [env: KUMA_DNS_ENVOY_DNS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from kubernetes" -l dns-coredns-path -d '.CoreDNSBinaryPath: the CoreDNS program [env: KUMA_DNS_CORE_DNS_BINARY_PATH]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from kubernetes" -l dns-server-config-dir -d '.ConfigDir: folder of the rendered Corefile [env: KUMA_DNS_CONFIG_DIR]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from kubernetes" -l dns-prometheus-port -d '.PrometheusPort: port of the metrics [env: KUMA_DNS_PROMETHEUS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from kubernetes" -l dns-enable-logging -d '.CoreDNSLogging: log queries, 2.6 and later [env: KUMA_DNS_ENABLE_LOGGING]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from kubernetes" -l max-template -d 'Bytes of template text, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from kubernetes" -l max-output -d 'Bytes of rendered text, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from kubernetes" -l max-steps -d 'Steps of execution, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from kubernetes" -l namespace -d 'The control plane\'s namespace [default: kuma-system, or kong-mesh-system]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from kubernetes" -l name -d 'The ConfigMap, and the volume that it becomes' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from kubernetes" -l key -d 'The key, and the file that it becomes' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from kubernetes" -l mount-path -d 'The folder in which the control plane finds the file' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from kubernetes" -l embedded-dns -d 'The DNS proxy embedded in kuma-dp 2.11 and later [default: cp-off]' -r -f -a "on\t'It runs, and no Corefile is in force (the default on Kubernetes)'
cp-off\t'Switched off at the control plane, experimentalProxy=false'
pod-off\t'Switched off for the pod, KUMA_DNS_PROXY_PORT=0'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from kubernetes" -l color -d 'When to colour messages' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from kubernetes" -l force -d 'Go on even where lint finds the template broken'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from kubernetes" -l no-env -d 'Leave KUMA_DNS_... and other variables of the environment out'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from kubernetes" -l kong-mesh -d 'For Kong Mesh: its namespace, and Kuma\'s values in its sub-chart `kuma.`'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from kubernetes" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from kubernetes" -s V -l version -d 'Print version'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from helm" -l output-file -d 'Write to FILE, atomically, instead of standard output' -r -F
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from helm" -l mesh-version -d 'Kuma release, or a line for its newest patch [default: 2.7]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from helm" -l platform -d 'Where the data plane runs [default: universal]' -r -f -a "universal\t'Virtual or bare-metal machines: the user starts kuma-dp'
kubernetes\t'The control plane injects kuma-dp as a side-car'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from helm" -l cp-config -d 'kuma-cp\'s configuration: its bootstrapServer.params.corefileTemplatePath names the control plane\'s template' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from helm" -l cp-template -d 'The control plane\'s template; - is standard input' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from helm" -l dp-template -l dns-coredns-config-template-path -d 'The data plane\'s template, which wins; - is standard input' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from helm" -l dns-enabled -d '.Enabled: whether kuma-dp runs any DNS [env: KUMA_DNS_ENABLED]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from helm" -l dns-proxy-port -d '.ProxyPort: port of the embedded proxy, 2.11 and later; 0 is off [env: KUMA_DNS_PROXY_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from helm" -l dns-coredns-port -d '.CoreDNSPort: where CoreDNS listens [env: KUMA_DNS_CORE_DNS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from helm" -l dns-coredns-empty-port -d '.CoreDNSEmptyPort: port of the empty block, 2.7 and earlier [env: KUMA_DNS_CORE_DNS_EMPTY_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from helm" -l dns-envoy-port -d '.EnvoyDNSPort: where Envoy\'s DNS filter listens [env: KUMA_DNS_ENVOY_DNS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from helm" -l dns-coredns-path -d '.CoreDNSBinaryPath: the CoreDNS program [env: KUMA_DNS_CORE_DNS_BINARY_PATH]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from helm" -l dns-server-config-dir -d '.ConfigDir: folder of the rendered Corefile [env: KUMA_DNS_CONFIG_DIR]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from helm" -l dns-prometheus-port -d '.PrometheusPort: port of the metrics [env: KUMA_DNS_PROMETHEUS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from helm" -l dns-enable-logging -d '.CoreDNSLogging: log queries, 2.6 and later [env: KUMA_DNS_ENABLE_LOGGING]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from helm" -l max-template -d 'Bytes of template text, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from helm" -l max-output -d 'Bytes of rendered text, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from helm" -l max-steps -d 'Steps of execution, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from helm" -l namespace -d 'The control plane\'s namespace [default: kuma-system, or kong-mesh-system]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from helm" -l name -d 'The ConfigMap, and the volume that it becomes' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from helm" -l key -d 'The key, and the file that it becomes' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from helm" -l mount-path -d 'The folder in which the control plane finds the file' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from helm" -l embedded-dns -d 'The DNS proxy embedded in kuma-dp 2.11 and later [default: cp-off]' -r -f -a "on\t'It runs, and no Corefile is in force (the default on Kubernetes)'
cp-off\t'Switched off at the control plane, experimentalProxy=false'
pod-off\t'Switched off for the pod, KUMA_DNS_PROXY_PORT=0'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from helm" -l color -d 'When to colour messages' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from helm" -l force -d 'Go on even where lint finds the template broken'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from helm" -l no-env -d 'Leave KUMA_DNS_... and other variables of the environment out'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from helm" -l existing-config-map -d 'The ConfigMap is made by other means: leave its contents out'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from helm" -l kong-mesh -d 'For Kong Mesh: its namespace, and Kuma\'s values in its sub-chart `kuma.`'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from helm" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from helm" -s V -l version -d 'Print version'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from universal" -l output-file -d 'Write to FILE, atomically, instead of standard output' -r -F
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from universal" -l mesh-version -d 'Kuma release, or a line for its newest patch [default: 2.7]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from universal" -l platform -d 'Where the data plane runs [default: universal]' -r -f -a "universal\t'Virtual or bare-metal machines: the user starts kuma-dp'
kubernetes\t'The control plane injects kuma-dp as a side-car'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from universal" -l embedded-dns -d 'The DNS proxy embedded in kuma-dp 2.11 and later [default: on for kubernetes]' -r -f -a "on\t'It runs, and no Corefile is in force (the default on Kubernetes)'
cp-off\t'Switched off at the control plane, experimentalProxy=false'
pod-off\t'Switched off for the pod, KUMA_DNS_PROXY_PORT=0'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from universal" -l cp-config -d 'kuma-cp\'s configuration: its bootstrapServer.params.corefileTemplatePath names the control plane\'s template' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from universal" -l cp-template -d 'The control plane\'s template; - is standard input' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from universal" -l dp-template -l dns-coredns-config-template-path -d 'The data plane\'s template, which wins; - is standard input' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from universal" -l dns-enabled -d '.Enabled: whether kuma-dp runs any DNS [env: KUMA_DNS_ENABLED]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from universal" -l dns-proxy-port -d '.ProxyPort: port of the embedded proxy, 2.11 and later; 0 is off [env: KUMA_DNS_PROXY_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from universal" -l dns-coredns-port -d '.CoreDNSPort: where CoreDNS listens [env: KUMA_DNS_CORE_DNS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from universal" -l dns-coredns-empty-port -d '.CoreDNSEmptyPort: port of the empty block, 2.7 and earlier [env: KUMA_DNS_CORE_DNS_EMPTY_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from universal" -l dns-envoy-port -d '.EnvoyDNSPort: where Envoy\'s DNS filter listens [env: KUMA_DNS_ENVOY_DNS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from universal" -l dns-coredns-path -d '.CoreDNSBinaryPath: the CoreDNS program [env: KUMA_DNS_CORE_DNS_BINARY_PATH]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from universal" -l dns-server-config-dir -d '.ConfigDir: folder of the rendered Corefile [env: KUMA_DNS_CONFIG_DIR]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from universal" -l dns-prometheus-port -d '.PrometheusPort: port of the metrics [env: KUMA_DNS_PROMETHEUS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from universal" -l dns-enable-logging -d '.CoreDNSLogging: log queries, 2.6 and later [env: KUMA_DNS_ENABLE_LOGGING]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from universal" -l max-template -d 'Bytes of template text, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from universal" -l max-output -d 'Bytes of rendered text, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from universal" -l max-steps -d 'Steps of execution, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from universal" -l layer -d 'Whose template it is [default: the control plane\'s, before 2.6 the data plane\'s]' -r -f -a "control-plane\t'kuma-cp sends it to all data planes of its zone'
data-plane\t'One kuma-dp has it, and it wins'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from universal" -l part -d 'One way by itself' -r -f -a "yaml\t'kuma-cp\'s configuration'
env\t'Environment variables'
flags\t'The flag of kuma-dp run'
systemd\t'A drop-in for the systemd unit'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from universal" -l path -d 'The file on the machine' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from universal" -l color -d 'When to colour messages' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from universal" -l force -d 'Go on even where lint finds the template broken'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from universal" -l no-env -d 'Leave KUMA_DNS_... and other variables of the environment out'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from universal" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from universal" -s V -l version -d 'Print version'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from init-container" -l output-file -d 'Write to FILE, atomically, instead of standard output' -r -F
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from init-container" -l mesh-version -d 'Kuma release, or a line for its newest patch [default: 2.7]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from init-container" -l platform -d 'Where the data plane runs [default: universal]' -r -f -a "universal\t'Virtual or bare-metal machines: the user starts kuma-dp'
kubernetes\t'The control plane injects kuma-dp as a side-car'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from init-container" -l cp-config -d 'kuma-cp\'s configuration: its bootstrapServer.params.corefileTemplatePath names the control plane\'s template' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from init-container" -l cp-template -d 'The control plane\'s template; - is standard input' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from init-container" -l dp-template -l dns-coredns-config-template-path -d 'The data plane\'s template, which wins; - is standard input' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from init-container" -l dns-enabled -d '.Enabled: whether kuma-dp runs any DNS [env: KUMA_DNS_ENABLED]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from init-container" -l dns-proxy-port -d '.ProxyPort: port of the embedded proxy, 2.11 and later; 0 is off [env: KUMA_DNS_PROXY_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from init-container" -l dns-coredns-port -d '.CoreDNSPort: where CoreDNS listens [env: KUMA_DNS_CORE_DNS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from init-container" -l dns-coredns-empty-port -d '.CoreDNSEmptyPort: port of the empty block, 2.7 and earlier [env: KUMA_DNS_CORE_DNS_EMPTY_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from init-container" -l dns-envoy-port -d '.EnvoyDNSPort: where Envoy\'s DNS filter listens [env: KUMA_DNS_ENVOY_DNS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from init-container" -l dns-coredns-path -d '.CoreDNSBinaryPath: the CoreDNS program [env: KUMA_DNS_CORE_DNS_BINARY_PATH]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from init-container" -l dns-server-config-dir -d '.ConfigDir: folder of the rendered Corefile [env: KUMA_DNS_CONFIG_DIR]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from init-container" -l dns-prometheus-port -d '.PrometheusPort: port of the metrics [env: KUMA_DNS_PROMETHEUS_PORT]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from init-container" -l dns-enable-logging -d '.CoreDNSLogging: log queries, 2.6 and later [env: KUMA_DNS_ENABLE_LOGGING]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from init-container" -l max-template -d 'Bytes of template text, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from init-container" -l max-output -d 'Bytes of rendered text, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from init-container" -l max-steps -d 'Steps of execution, at most' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from init-container" -l image -d 'The image that holds the static program at /corefilectl' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from init-container" -l pod -d 'The pod' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from init-container" -l app-image -d 'The application\'s image' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from init-container" -l namespace -d 'The pod\'s namespace' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from init-container" -l system-namespace -d 'The control plane\'s namespace [default: kuma-system, or kong-mesh-system]' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from init-container" -l name -d 'The ConfigMap, and the ContainerPatch' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from init-container" -l key -d 'The key, and the file that it becomes' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from init-container" -l uid -d 'The user that kuma-dp runs as, runtime.kubernetes.injector.sidecarContainer.uid of kuma-cp' -r
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from init-container" -l embedded-dns -d 'The DNS proxy embedded in kuma-dp 2.11 and later [default: pod-off]' -r -f -a "on\t'It runs, and no Corefile is in force (the default on Kubernetes)'
cp-off\t'Switched off at the control plane, experimentalProxy=false'
pod-off\t'Switched off for the pod, KUMA_DNS_PROXY_PORT=0'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from init-container" -l color -d 'When to colour messages' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from init-container" -l force -d 'Go on even where lint finds the template broken'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from init-container" -l no-env -d 'Leave KUMA_DNS_... and other variables of the environment out'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from init-container" -l kong-mesh -d 'For Kong Mesh: its namespace, and Kuma\'s values in its sub-chart `kuma.`'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from init-container" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from init-container" -s V -l version -d 'Print version'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from help" -f -a "kubernetes" -d 'The ConfigMap for the control plane, with the kumactl and Helm calls that mount it'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from help" -f -a "helm" -d 'Values for Kuma\'s chart, ConfigMap included'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from help" -f -a "universal" -d 'The settings of kuma-cp or kuma-dp that name the template, and a drop-in for their systemd units'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from help" -f -a "init-container" -d 'A pod whose init container renders the template for its side-car, with all that this needs'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand install; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand help; and not __fish_seen_subcommand_from render fmt trace test graph probe diff doctor rules explain template releases completion man version lint lsp upgrade names vips envoy install help" -f -a "render" -d 'Print the Corefile that kuma-dp would write'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand help; and not __fish_seen_subcommand_from render fmt trace test graph probe diff doctor rules explain template releases completion man version lint lsp upgrade names vips envoy install help" -f -a "fmt" -d 'Bring templates and Corefiles into canonical layout'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand help; and not __fish_seen_subcommand_from render fmt trace test graph probe diff doctor rules explain template releases completion man version lint lsp upgrade names vips envoy install help" -f -a "trace" -d 'Follow a DNS query hop by hop: who takes it, who is asked, who answers'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand help; and not __fish_seen_subcommand_from render fmt trace test graph probe diff doctor rules explain template releases completion man version lint lsp upgrade names vips envoy install help" -f -a "test" -d 'Check that queries come out as expected, on every target of a file of tests'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand help; and not __fish_seen_subcommand_from render fmt trace test graph probe diff doctor rules explain template releases completion man version lint lsp upgrade names vips envoy install help" -f -a "graph" -d 'Draw the way of DNS queries through a data plane'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand help; and not __fish_seen_subcommand_from render fmt trace test graph probe diff doctor rules explain template releases completion man version lint lsp upgrade names vips envoy install help" -f -a "probe" -d 'Ask a running CoreDNS, Envoy and resolver, and say at which hop reality leaves the prediction'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand help; and not __fish_seen_subcommand_from render fmt trace test graph probe diff doctor rules explain template releases completion man version lint lsp upgrade names vips envoy install help" -f -a "diff" -d 'Compare two renderings: templates, targets, a template and its default, or what a cluster runs'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand help; and not __fish_seen_subcommand_from render fmt trace test graph probe diff doctor rules explain template releases completion man version lint lsp upgrade names vips envoy install help" -f -a "doctor" -d 'Say which Corefile is in force for data planes, and what is wrong around it'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand help; and not __fish_seen_subcommand_from render fmt trace test graph probe diff doctor rules explain template releases completion man version lint lsp upgrade names vips envoy install help" -f -a "rules" -d 'Print the rules that lint checks'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand help; and not __fish_seen_subcommand_from render fmt trace test graph probe diff doctor rules explain template releases completion man version lint lsp upgrade names vips envoy install help" -f -a "explain" -d 'Explain rules: what fires them, why it matters, what to write instead'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand help; and not __fish_seen_subcommand_from render fmt trace test graph probe diff doctor rules explain template releases completion man version lint lsp upgrade names vips envoy install help" -f -a "template" -d 'Execute a go-template with data of your own'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand help; and not __fish_seen_subcommand_from render fmt trace test graph probe diff doctor rules explain template releases completion man version lint lsp upgrade names vips envoy install help" -f -a "releases" -d 'Print the known Kuma releases: CoreDNS, Go, template fields, which overrides exist'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand help; and not __fish_seen_subcommand_from render fmt trace test graph probe diff doctor rules explain template releases completion man version lint lsp upgrade names vips envoy install help" -f -a "completion" -d 'Print a completion script for a shell'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand help; and not __fish_seen_subcommand_from render fmt trace test graph probe diff doctor rules explain template releases completion man version lint lsp upgrade names vips envoy install help" -f -a "man" -d 'Print a manual page, or write all of them'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand help; and not __fish_seen_subcommand_from render fmt trace test graph probe diff doctor rules explain template releases completion man version lint lsp upgrade names vips envoy install help" -f -a "version" -d 'Print the version, and which Kuma and Go releases it knows'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand help; and not __fish_seen_subcommand_from render fmt trace test graph probe diff doctor rules explain template releases completion man version lint lsp upgrade names vips envoy install help" -f -a "lint" -d 'Check templates and Corefiles for what would go wrong'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand help; and not __fish_seen_subcommand_from render fmt trace test graph probe diff doctor rules explain template releases completion man version lint lsp upgrade names vips envoy install help" -f -a "lsp" -d 'Serve an editor: findings as you type, hover, completion, mends'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand help; and not __fish_seen_subcommand_from render fmt trace test graph probe diff doctor rules explain template releases completion man version lint lsp upgrade names vips envoy install help" -f -a "upgrade" -d 'Say what breaks on the way from one Kuma release to another, and mend what is mechanical'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand help; and not __fish_seen_subcommand_from render fmt trace test graph probe diff doctor rules explain template releases completion man version lint lsp upgrade names vips envoy install help" -f -a "names" -d 'Print the names that services of the mesh have, or with --whose the services that a name means'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand help; and not __fish_seen_subcommand_from render fmt trace test graph probe diff doctor rules explain template releases completion man version lint lsp upgrade names vips envoy install help" -f -a "vips" -d 'Print the virtual IPs that the control plane gives to services'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand help; and not __fish_seen_subcommand_from render fmt trace test graph probe diff doctor rules explain template releases completion man version lint lsp upgrade names vips envoy install help" -f -a "envoy" -d 'Print the DNS listener that the control plane gives to Envoy for the services of a mesh'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand help; and not __fish_seen_subcommand_from render fmt trace test graph probe diff doctor rules explain template releases completion man version lint lsp upgrade names vips envoy install help" -f -a "install" -d 'Print what carries a template to the mesh'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand help; and not __fish_seen_subcommand_from render fmt trace test graph probe diff doctor rules explain template releases completion man version lint lsp upgrade names vips envoy install help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand help; and __fish_seen_subcommand_from install" -f -a "kubernetes" -d 'The ConfigMap for the control plane, with the kumactl and Helm calls that mount it'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand help; and __fish_seen_subcommand_from install" -f -a "helm" -d 'Values for Kuma\'s chart, ConfigMap included'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand help; and __fish_seen_subcommand_from install" -f -a "universal" -d 'The settings of kuma-cp or kuma-dp that name the template, and a drop-in for their systemd units'
complete -c corefilectl -n "__fish_corefilectl_using_subcommand help; and __fish_seen_subcommand_from install" -f -a "init-container" -d 'A pod whose init container renders the template for its side-car, with all that this needs'
