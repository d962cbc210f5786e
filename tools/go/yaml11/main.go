//go:build yaml11

// Command yaml11 records what kuma-cp's YAML reader makes of a table of snippets.
//
// It reads JSON Lines on standard input, one object a line with "id" and "yaml" (or "yaml_b64" where the bytes are
// not UTF-8), drops every other field and writes the line again with the answers:
//
//	json         what yaml.YAMLToJSON gives
//	error        or why it refuses
//	path         bootstrapServer.params.corefileTemplatePath after yaml.Unmarshal into the structs below; null when untouched
//	params_nil   true where bootstrapServer or params ends as a nil pointer
//	path_error   the error of that yaml.Unmarshal
//	probe        the fields of Probe after yaml.Unmarshal, untouched ones left out; probe_error its error
//	unstable     true where forty runs do not agree (Go walks maps in random order)
//
// How the table was made: Go 1.26.5 (that of Kuma 2.14.3; 1.22.10 gives the same), sigs.k8s.io/yaml 1.3.0 over gopkg.in/yaml.v2 2.4.0, both as
// Debian 12 ships them (golang-k8s-sigs-yaml-dev 1.3.0-1, golang-gopkg-yaml.v2-dev 2.4.0-4), with one change: the message
// "Unsupported map key of type" begins with a small letter, as it does in sigs.k8s.io/yaml 1.4.0. The goyaml.v2 inside
// 1.4.0 is a fork of yaml.v2 2.4.0 by its own README; 1.4.0 itself could not be had and was compared by reading.
//
//	go mod init yaml11
//	go mod edit -require sigs.k8s.io/yaml@v1.4.0
//	go mod edit -replace sigs.k8s.io/yaml=DIR -replace gopkg.in/yaml.v2=DIR    (the Debian sources, each with a go.mod)
//	go build -tags yaml11 && ./yaml11 < yaml11.jsonl > new.jsonl               (the table itself holds the questions)
//
// The build tag keeps the file out of builds that lack those libraries.
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"sigs.k8s.io/yaml"
)

// Config, BootstrapServerConfig and BootstrapParamsConfig have the shape (and in messages the names) of Kuma's.
type Config struct {
	BootstrapServer *BootstrapServerConfig `json:"bootstrapServer,omitempty"`
}

type BootstrapServerConfig struct {
	Params *BootstrapParamsConfig `json:"params"`
}

type BootstrapParamsConfig struct {
	AdminAddress         string `json:"adminAddress"`
	AdminPort            uint32 `json:"adminPort"`
	AdminAccessLogPath   string `json:"adminAccessLogPath"`
	XdsHost              string `json:"xdsHost"`
	XdsPort              uint32 `json:"xdsPort"`
	CorefileTemplatePath string `json:"corefileTemplatePath"`
}

// Probe has one field for each type that a configuration key can have.
type Probe struct {
	S    string            `json:"s"`
	B    *bool             `json:"b,omitempty"`
	U16  *uint16           `json:"u16,omitempty"`
	U32  *uint32           `json:"u32,omitempty"`
	I64  *int64            `json:"i64,omitempty"`
	List []string          `json:"list,omitempty"`
	Map  map[string]string `json:"map,omitempty"`
}

type question struct {
	ID      string `json:"id"`
	YAML    string `json:"yaml,omitempty"`
	YAMLB64 string `json:"yaml_b64,omitempty"`
}

type row struct {
	question
	JSON       json.RawMessage `json:"json,omitempty"`
	Error      string          `json:"error,omitempty"`
	Path       *string         `json:"path,omitempty"`
	ParamsNil  bool            `json:"params_nil,omitempty"`
	PathError  string          `json:"path_error,omitempty"`
	Probe      map[string]any  `json:"probe,omitempty"`
	ProbeError string          `json:"probe_error,omitempty"`
	Unstable   bool            `json:"unstable,omitempty"`
}

const untouched = "(untouched)"

var packages = strings.NewReplacer("main.Config", "kuma_cp.Config", "main.Bootstrap", "bootstrap.Bootstrap")

func answer(q question, text []byte) row {
	r := row{question: q}
	if j, err := yaml.YAMLToJSON(text); err != nil {
		r.Error = err.Error()
	} else {
		r.JSON = j
	}

	c := Config{BootstrapServer: &BootstrapServerConfig{Params: &BootstrapParamsConfig{CorefileTemplatePath: untouched}}}
	if err := yaml.Unmarshal(text, &c); err != nil {
		r.PathError = packages.Replace(err.Error())
	} else if c.BootstrapServer == nil || c.BootstrapServer.Params == nil {
		r.ParamsNil = true
	} else if p := c.BootstrapServer.Params.CorefileTemplatePath; p != untouched {
		r.Path = &p
	}

	p := Probe{S: untouched}
	if err := yaml.Unmarshal(text, &p); err != nil {
		r.ProbeError = err.Error()
		return r
	}
	raw, err := json.Marshal(p)
	if err != nil {
		panic(err)
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if err := d.Decode(&r.Probe); err != nil {
		panic(err)
	}
	if r.Probe["s"] == untouched {
		delete(r.Probe, "s")
	}
	return r
}

func line(r row) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(r); err != nil {
		panic(fmt.Sprint(r.ID, ": ", err))
	}
	return b.String()
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<24)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for in.Scan() {
		var q question
		if err := json.Unmarshal(in.Bytes(), &q); err != nil {
			panic(err)
		}
		text := []byte(q.YAML)
		if q.YAMLB64 != "" {
			var err error
			if text, err = base64.StdEncoding.DecodeString(q.YAMLB64); err != nil {
				panic(err)
			}
		}
		first := answer(q, text)
		if len(text) < 1000 {
			for i := 0; i < 40; i++ {
				if line(answer(q, text)) != line(first) {
					first.Unstable = true
					break
				}
			}
		}
		out.WriteString(line(first))
	}
	if err := in.Err(); err != nil {
		panic(err)
	}
}
