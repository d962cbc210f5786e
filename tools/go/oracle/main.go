// The oracle answers with Go's own text/template: questions as JSON lines on stdin, answers as JSON lines on stdout,
// in the shape of the recorded corpus. An answer is flushed as soon as no further question waits.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"text/template"
	"unicode/utf8"

	"corefilectl.test/tools/kuma"
)

type question struct {
	ID          string          `json:"id"`
	Name        string          `json:"name"`
	Template    string          `json:"template"`
	TemplateB64 []byte          `json:"template_b64"`
	Datatype    string          `json:"datatype"`
	Data        json.RawMessage `json:"data"`
}

type answer struct {
	ID        string `json:"id"`
	OK        bool   `json:"ok"`
	Phase     string `json:"phase,omitempty"`
	Panic     bool   `json:"panic,omitempty"`
	Output    string `json:"output"`
	OutputB64 []byte `json:"output_b64,omitempty"`
	Error     string `json:"error"`
	ErrorB64  []byte `json:"error_b64,omitempty"`
}

func main() {
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "oracle:", err)
		os.Exit(1)
	}
}

func run(stdin io.Reader, stdout io.Writer) error {
	in := bufio.NewReaderSize(stdin, 1<<20)
	out := bufio.NewWriter(stdout)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for number := 1; ; number++ {
		line, err := in.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			var q question
			if err := json.Unmarshal(line, &q); err != nil {
				return fmt.Errorf("line %d: %w", number, err)
			}
			data, err := decode(q.Datatype, q.Data)
			if err != nil {
				return fmt.Errorf("line %d: %s: %w", number, q.ID, err)
			}
			if err := encoder.Encode(ask(q, data)); err != nil {
				return err
			}
		}
		if err == io.EOF {
			return out.Flush()
		}
		if err != nil {
			return err
		}
		if in.Buffered() == 0 {
			if err := out.Flush(); err != nil {
				return err
			}
		}
	}
}

func ask(q question, data any) (a answer) {
	var written bytes.Buffer
	var failure string
	a.ID = q.ID
	defer func() {
		if r := recover(); r != nil {
			a.OK, a.Phase, a.Panic = false, "panic", true
			failure = fmt.Sprint(r)
		}
		a.Output, a.OutputB64 = text(written.Bytes())
		a.Error, a.ErrorB64 = text([]byte(failure))
	}()

	source := q.Template
	if q.TemplateB64 != nil {
		source = string(q.TemplateB64)
	}
	a.Phase = "parse"
	t, err := template.New(q.Name).Parse(source)
	if err == nil {
		a.Phase = "exec"
		err = t.Execute(&written, data)
	}
	if err != nil {
		failure = err.Error()
		return a
	}
	a.OK, a.Phase = true, ""
	return a
}

// text puts what is not UTF-8 into the second result, which becomes base64.
func text(b []byte) (string, []byte) {
	if utf8.Valid(b) {
		return string(b), nil
	}
	return "", b
}

func decode(datatype string, data []byte) (any, error) {
	if value, known, err := kuma.Struct(datatype, data); known {
		return value, err
	}
	if datatype != "json" && datatype != "typed" {
		return nil, fmt.Errorf("unknown datatype %q", datatype)
	}
	if len(data) == 0 {
		return nil, nil
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	return settle(value, datatype == "typed")
}

// settle gives numbers their Go type, and slices a capacity equal to their length: `slice` can look beyond the length.
func settle(value any, typed bool) (any, error) {
	var err error
	switch v := value.(type) {
	case json.Number:
		if typed && !strings.ContainsAny(v.String(), ".eE") {
			return v.Int64()
		}
		return v.Float64()
	case []any:
		exact := make([]any, len(v))
		for i, item := range v {
			if exact[i], err = settle(item, typed); err != nil {
				return nil, err
			}
		}
		return exact, nil
	case map[string]any:
		for key, item := range v {
			if v[key], err = settle(item, typed); err != nil {
				return nil, err
			}
		}
	}
	return value, nil
}
