// Package kuma chooses among the eras of kuma-dp's DNS configuration.
package kuma

import (
	"encoding/json"

	dns20 "corefilectl.test/tools/kuma/dns20"
	dns211 "corefilectl.test/tools/kuma/dns211"
	dns25 "corefilectl.test/tools/kuma/dns25"
	dns27 "corefilectl.test/tools/kuma/dns27"
	dns28 "corefilectl.test/tools/kuma/dns28"
)

var eras = map[string]func([]byte) (any, error){
	"dns20":  decode[dns20.DNS],
	"dns25":  decode[dns25.DNS],
	"dns27":  decode[dns27.DNS],
	"dns28":  decode[dns28.DNS],
	"dns211": decode[dns211.DNS],
}

// Struct decodes data into the DNS struct of an era, by value. The second result is false where era names none.
func Struct(era string, data []byte) (any, bool, error) {
	into, known := eras[era]
	if !known {
		return nil, false, nil
	}
	value, err := into(data)
	return value, true, err
}

func decode[T any](data []byte) (any, error) {
	var value T
	err := json.Unmarshal(data, &value)
	return value, err
}
