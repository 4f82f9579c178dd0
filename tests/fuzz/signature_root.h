/* signature_root.h - what the seeds of signature_property_fuzz.c are signed by.
 * Written by tests/support/sigstore/fuzz_seeds.py. */
#ifndef DIGESTBUMP_TESTS_FUZZ_SIGNATURE_ROOT_H
#define DIGESTBUMP_TESTS_FUZZ_SIGNATURE_ROOT_H

/* clang-format off */
static const char fuzz_root[] =
	"{\"mediaType\": \"application/vnd.dev.sigstore.trustedroot+json;version=0.1"
	"\", \"tlogs\": [{\"baseUrl\": \"https://rekor.test\", \"hashAlgorithm\": \"SHA2_25"
	"6\", \"publicKey\": {\"rawBytes\": \"MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEAFk3M"
	"eHSktM4Kaiq2G7dc/ZTFVkP5/UcSulGl16J7SPtXIZo+ryhLpfoRUjwP75s9cVoPdtCOu+fM"
	"DZMRkTA+Q==\", \"keyDetails\": \"PKIX_ECDSA_P256_SHA_256\", \"validFor\": {\"sta"
	"rt\": \"2025-09-24T03:04:05Z\"}}, \"logId\": {\"keyId\": \"J5UdBSIYiu4LnqGWFd/kF"
	"x1c54J0LxLtTT6ssPtJeQY=\"}}, {\"baseUrl\": \"https://log2026.rekor.test\", \"h"
	"ashAlgorithm\": \"SHA2_256\", \"publicKey\": {\"rawBytes\": \"MCowBQYDK2VwAyEAVg"
	"P9DxJcHeymJZRoLaRzR9S6Z5ydmd6TXu4fWHwxxiU=\", \"keyDetails\": \"PKIX_ED25519"
	"\", \"validFor\": {\"start\": \"2025-09-24T03:04:05Z\"}}, \"logId\": {\"keyId\": \"1"
	"o1Z0DeqsYMk7Y+lDv4kxF9Tt0JPJrjbpkkOlMz1aWk=\"}}], \"certificateAuthorities"
	"\": [{\"uri\": \"https://fulcio.test\", \"validFor\": {\"start\": \"2025-10-04T03:"
	"04:05Z\"}, \"subject\": {\"organization\": \"test\", \"commonName\": \"test\"}, \"ce"
	"rtChain\": {\"certificates\": [{\"rawBytes\": \"MIIB3TCCAWOgAwIBAgIUWPYOxZ8Anl"
	"61Hw84QSu03yJIX6IwCgYIKoZIzj0EAwMwDzENMAsGA1UEAwwEcm9vdDAeFw0yNDExMjgwMz"
	"A0MDVaFw0yNzAyMDYwMzA0MDVaMBcxFTATBgNVBAMMDGludGVybWVkaWF0ZTB2MBAGByqGSM"
	"49AgEGBSuBBAAiA2IABEFu/Czl0raVUAMEVU1pD7hNMgZbLhMC4PWwPf1A9+qGLEmWZM3r9v"
	"s/DAzHFoXxJj+3U5cz5iZZOXRWhCx0p05aEYHF2i4umpKVYNQw2DI3dWxD/buUOYI3bB2sPA"
	"SBq6N4MHYwDwYDVR0TAQH/BAUwAwEB/zAOBgNVHQ8BAf8EBAMCAQYwHQYDVR0OBBYEFL07SP"
	"n7C/5fIvqMfEWvLi9EYmRKMB8GA1UdIwQYMBaAFNHbvASh6K4jydu6DcW6GtwZcZ0NMBMGA1"
	"UdJQQMMAoGCCsGAQUFBwMDMAoGCCqGSM49BAMDA2gAMGUCMQDPe8wWCqePYroerulXn3ulKo"
	"8eyoVnwUHcj4A/WS6nEjBf4lZlauHvJBYHSy5y9foCME4wQWjIi1xz4Fzydpn7OmmxtxILMY"
	"u2HnySGfRkeZnchRqaG+cb3I3pjGz2fHB6Og==\"}, {\"rawBytes\": \"MIIBnzCCASWgAwIB"
	"AgIUCUZe0ojGXHsqPSXXga21CsoK3xgwCgYIKoZIzj0EAwMwDzENMAsGA1UEAwwEcm9vdDAe"
	"Fw0yNDExMjgwMzA0MDVaFw0yNzAyMDYwMzA0MDVaMA8xDTALBgNVBAMMBHJvb3QwdjAQBgcq"
	"hkjOPQIBBgUrgQQAIgNiAARaFxYt3myPjYVe+79piz8Z3lcUdGuOxGJJt/X3blGq8cSy16c+"
	"2Qa+NQbYZyorXJNZ7p0+el0YXOSBlrzUf1XlJHRlf+5JUqDZCfmSdCe1Gsk3LS/00l1v/G7g"
	"35N0PWyjQjBAMA8GA1UdEwEB/wQFMAMBAf8wDgYDVR0PAQH/BAQDAgEGMB0GA1UdDgQWBBTR"
	"27wEoeiuI8nbug3FuhrcGXGdDTAKBggqhkjOPQQDAwNoADBlAjAVahYMqR33g65sKShbbxBD"
	"wkB2zQahKigoTjJLBb01AIlMBuNIewt5+erg03u6C2UCMQCAmEpd6zvDkEmrrisn8RiYAUyw"
	"JNz485w1bGQwgKBzxAAaquMD1yh0DIaycLKSK4U=\"}]}}], \"ctlogs\": [{\"baseUrl\": \""
	"https://ct.test\", \"hashAlgorithm\": \"SHA2_256\", \"publicKey\": {\"rawBytes\":"
	" \"MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEo4VudT8u/xo+qUocWGBvxsfDdzrjbWPNfZ"
	"KgbwK8hKfQ6hkkqs1e/6MxKsrLmlJgignGn8VYZXsQQO4RXwX21A==\", \"keyDetails\": \""
	"PKIX_ECDSA_P256_SHA_256\", \"validFor\": {\"start\": \"2025-09-24T03:04:05Z\"}}"
	", \"logId\": {\"keyId\": \"cXgxCXjOTv3muiyOCUDaTs90980Xtfsji7SC5yluECY=\"}}], "
	"\"timestampAuthorities\": [{\"uri\": \"https://tsa.test\", \"validFor\": {\"start"
	"\": \"2025-11-13T03:04:05Z\"}, \"certChain\": {\"certificates\": [{\"rawBytes\": "
	"\"MIIBvDCCAUGgAwIBAgIUVTV7haOR99MiJCDzdgtGMuveeX4wCgYIKoZIzj0EAwMwEzERMA8"
	"GA1UEAwwIdHNhIHJvb3QwHhcNMjUwMzA4MDMwNDA1WhcNMjYxMDI5MDMwNDA1WjAOMQwwCgY"
	"DVQQDDAN0c2EwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATX+B8ur18AN47UYVAnwlFXkck"
	"bJEbPwdQG3JyY9A+mHXbcqYtRUUTL4XluYWOGLsmFqLpqcywi6oujhpjpAleEo3gwdjAOBgN"
	"VHQ8BAf8EBAMCB4AwDAYDVR0TAQH/BAIwADAdBgNVHQ4EFgQURgCXrwJ6QnOXIXyvmpOKH59"
	"fGBowHwYDVR0jBBgwFoAUIrizmYpQOYAtCa9qsnAUPv+9VkIwFgYDVR0lAQH/BAwwCgYIKwY"
	"BBQUHAwgwCgYIKoZIzj0EAwMDaQAwZgIxAKR6kLNmrX9inf162UvZdLKTrX5xA4+RQHHsNiy"
	"B1qBbbxoHQoOtqNiDwfMETbM9FAIxAOywOipap6QlcOCSYf1BJ0TbTyNCX5aBjd9WXeU9qBM"
	"wcZUl7hsx5Wf4EZ+w09Q/hw==\"}, {\"rawBytes\": \"MIIBpzCCAS2gAwIBAgIUZwzrr5PiB"
	"kXFJqVXOq3JWslrwQEwCgYIKoZIzj0EAwMwEzERMA8GA1UEAwwIdHNhIHJvb3QwHhcNMjQxM"
	"TI4MDMwNDA1WhcNMjcwMjA2MDMwNDA1WjATMREwDwYDVQQDDAh0c2Egcm9vdDB2MBAGByqGS"
	"M49AgEGBSuBBAAiA2IABNyMK8WFZXsu99FMboaHi6qhw+QMdetoiheq95UE+2HAJCTdQRO05"
	"XmD97BTA0ohncHOOnap8/9QMk3R0DKCICyYUOcbzQs3kNqKc/ial4RCYuSb5UoW/RELjoR+N"
	"WZolaNCMEAwDwYDVR0TAQH/BAUwAwEB/zAOBgNVHQ8BAf8EBAMCAQYwHQYDVR0OBBYEFCK4s"
	"5mKUDmALQmvarJwFD7/vVZCMAoGCCqGSM49BAMDA2gAMGUCMD87Up4iWv7H2gZIFpWDv3Dzi"
	"h38Zm0KlSd8ZIVweHAvHaVUojlxsjBpl/QG2NjBIAIxAP4ZLd83xN6M1/1yHFzAwHiw3y3Y6"
	"FMUD9rRUrGuFe6vct+0FYlP+CY+yREqNje+Kg==\"}]}}]}";
static const char fuzz_key[] =
	"-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEF96HacXP1"
	"3vl9Vd8M6Fseh3izdgE\nCgy6UqnLcQ2xWeBWzHN2b2Ith5wdMgn9z6XwU+eAQztoNPBW6h+K"
	"nLb9gQ==\n-----END PUBLIC KEY-----\n";
static const char fuzz_digest[] =
	"sha256:38912c66997ec943d183264b3d399fea7b845f23c70e85609ed5291a56f12067";
static const char fuzz_identity[] =
	"https://github.com/ours/images/.github/workflows/release.yml@refs/heads/"
	"main";
static const char fuzz_issuer[] =
	"https://token.actions.githubusercontent.com";
/* clang-format on */

#endif
