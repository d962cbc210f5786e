// Package config has the base type that kuma-dp's configuration embeds from 2.5 on.
// Only its name and its methods matter: a template can reach them.
package config

// BaseConfig prints as {} and lends its methods to the structs that embed it.
type BaseConfig struct{}

// Sanitize returns nothing, which a template may not call.
func (c BaseConfig) Sanitize() {}

// PostProcess succeeds.
func (c BaseConfig) PostProcess() error { return nil }

// Validate succeeds; the DNS structs hide it behind their own.
func (c BaseConfig) Validate() error { return nil }
