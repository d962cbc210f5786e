module corefilectl.test/tools

go 1.21
