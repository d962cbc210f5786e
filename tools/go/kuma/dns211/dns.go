// Package kumadp is the shape of kuma-dp's DNS configuration in Kuma 2.11 to 2.14.
// The package name is part of Go's messages, hence one folder for each era.
package kumadp

import "corefilectl.test/tools/kuma/config"

// DNS is what a template gets, by value.
type DNS struct {
	config.BaseConfig

	Enabled                   bool
	ProxyPort                 uint32
	CoreDNSPort               uint32
	EnvoyDNSPort              uint32
	CoreDNSBinaryPath         string
	CoreDNSConfigTemplatePath string
	ConfigDir                 string
	PrometheusPort            uint32
	CoreDNSLogging            bool
}

// Validate has a pointer receiver: out of a template's reach, it hides the promoted one.
func (d *DNS) Validate() error { return nil }
