// Package kumadp is the shape of kuma-dp's DNS configuration in Kuma 1.1.3 to 2.4.
// The package name is part of Go's messages, hence one folder for each era.
package kumadp

// DNS is what a template gets, by value.
type DNS struct {
	Enabled                   bool
	CoreDNSPort               uint32
	CoreDNSEmptyPort          uint32
	EnvoyDNSPort              uint32
	CoreDNSBinaryPath         string
	CoreDNSConfigTemplatePath string
	ConfigDir                 string
	PrometheusPort            uint32
}

// Validate has a pointer receiver and stays out of a template's reach.
func (d *DNS) Validate() error { return nil }
