// The bench measures Go's text/template on one template file with kuma-dp's default values, for comparison with ours.
// It prints one JSON object; with -once it only parses and executes the file to stdout, so that whole processes compare.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sort"
	"text/template"
	"time"

	kumadp "corefilectl.test/tools/kuma/dns27"
)

var values = kumadp.DNS{
	Enabled:           true,
	CoreDNSPort:       15053,
	CoreDNSEmptyPort:  15055,
	EnvoyDNSPort:      15054,
	CoreDNSBinaryPath: "coredns",
	PrometheusPort:    19153,
}

type report struct {
	Go              string  `json:"go"`
	Template        string  `json:"template"`
	Bytes           int     `json:"bytes"`
	Runs            int     `json:"runs"`
	Parse           float64 `json:"parse"`
	Execute         float64 `json:"execute"`
	ParseAndExecute float64 `json:"parse_and_execute"`
}

func main() {
	file := flag.String("template", "", "the template `file`")
	minTime := flag.Duration("min-time", 300*time.Millisecond, "the least duration of one run")
	runs := flag.Int("runs", 5, "runs of each measurement; the median counts")
	once := flag.Bool("once", false, "only parse and execute the file to stdout")
	flag.Parse()

	err := errors.New("-template and a positive -runs are required")
	if *file != "" && *runs > 0 {
		if *once {
			err = render(*file)
		} else {
			err = measureFile(*file, *minTime, *runs)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func render(file string) error {
	source, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	t, err := parse(file, string(source))
	if err != nil {
		return err
	}
	rendered, err := execute(t)
	if err != nil {
		return err
	}
	_, err = os.Stdout.Write(rendered)
	return err
}

func measureFile(file string, minTime time.Duration, runs int) error {
	source, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	text := string(source)
	t, err := parse(file, text)
	if err != nil {
		return err
	}

	r := report{Go: runtime.Version(), Template: file, Bytes: len(text), Runs: runs}
	if r.Parse, err = measure(minTime, runs, func() error {
		_, err := parse(file, text)
		return err
	}); err != nil {
		return err
	}
	if r.Execute, err = measure(minTime, runs, func() error {
		_, err := execute(t)
		return err
	}); err != nil {
		return err
	}
	if r.ParseAndExecute, err = measure(minTime, runs, func() error {
		t, err := parse(file, text)
		if err == nil {
			_, err = execute(t)
		}
		return err
	}); err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(r)
}

func parse(file, text string) (*template.Template, error) {
	return template.New(filepath.Base(file)).Parse(text)
}

// execute writes into a fresh buffer each time, as kuma-dp does.
func execute(t *template.Template) ([]byte, error) {
	var out bytes.Buffer
	err := t.Execute(&out, values)
	return out.Bytes(), err
}

// measure gives the nanoseconds of one operation: the median of runs, each of which lasts at least minTime.
func measure(minTime time.Duration, runs int, operation func() error) (float64, error) {
	results := make([]float64, 0, runs)
	count := 1
	for len(results) < runs {
		runtime.GC()
		started := time.Now()
		for i := 0; i < count; i++ {
			if err := operation(); err != nil {
				return 0, err
			}
		}
		elapsed := time.Since(started)
		if elapsed < minTime {
			count *= 2
			continue
		}
		results = append(results, float64(elapsed.Nanoseconds())/float64(count))
	}
	sort.Float64s(results)
	return results[len(results)/2], nil
}
