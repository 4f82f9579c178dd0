/* The class of an address in every form, and which one may be named from where. */
#include "../support/assertions.h"
#include <arpa/inet.h>
#include <digestbump/http/address.h>
#include <netinet/in.h>
#include <string.h>

static const struct {
	const char *text;
	enum address_class class;
} rows[] = {
	{ "93.184.216.34", ADDRESS_PUBLIC },
	{ "2606:2800:220:1::1", ADDRESS_PUBLIC },
	{ "10.0.0.1", ADDRESS_PRIVATE },
	{ "11.0.0.1", ADDRESS_PUBLIC },
	{ "172.16.0.1", ADDRESS_PRIVATE },
	{ "172.31.255.255", ADDRESS_PRIVATE },
	{ "172.32.0.1", ADDRESS_PUBLIC },
	{ "192.168.1.1", ADDRESS_PRIVATE },
	{ "100.64.0.1", ADDRESS_PRIVATE },
	{ "100.127.255.255", ADDRESS_PRIVATE },
	{ "100.128.0.1", ADDRESS_PUBLIC },
	{ "198.18.0.1", ADDRESS_PRIVATE },
	{ "198.19.255.255", ADDRESS_PRIVATE },
	{ "198.20.0.1", ADDRESS_PUBLIC },
	{ "fd00::1", ADDRESS_PRIVATE },
	{ "fc00::1", ADDRESS_PRIVATE },
	{ "fec0::1", ADDRESS_PRIVATE },
	{ "127.0.0.1", ADDRESS_LOOPBACK },
	{ "127.9.9.9", ADDRESS_LOOPBACK },
	{ "::1", ADDRESS_LOOPBACK },
	{ "0.0.0.0", ADDRESS_FORBIDDEN },
	{ "0.1.2.3", ADDRESS_FORBIDDEN },
	{ "::", ADDRESS_FORBIDDEN },
	{ "169.254.169.254", ADDRESS_FORBIDDEN },
	{ "169.254.0.1", ADDRESS_FORBIDDEN },
	{ "fe80::1", ADDRESS_FORBIDDEN },
	{ "febf::1", ADDRESS_FORBIDDEN },
	{ "100.100.100.200", ADDRESS_FORBIDDEN },
	{ "100.100.100.201", ADDRESS_PRIVATE },
	{ "192.0.0.192", ADDRESS_FORBIDDEN },
	{ "192.0.1.1", ADDRESS_PUBLIC },
	{ "fd00:ec2::254", ADDRESS_FORBIDDEN },
	{ "fd00:ec2::253", ADDRESS_PRIVATE },
	{ "224.0.0.1", ADDRESS_FORBIDDEN },
	{ "239.255.255.255", ADDRESS_FORBIDDEN },
	{ "240.0.0.1", ADDRESS_FORBIDDEN },
	{ "255.255.255.255", ADDRESS_FORBIDDEN },
	{ "ff02::1", ADDRESS_FORBIDDEN },
	/* IPv4 within IPv6 */
	{ "::ffff:127.0.0.1", ADDRESS_LOOPBACK },
	{ "::ffff:169.254.169.254", ADDRESS_FORBIDDEN },
	{ "::ffff:93.184.216.34", ADDRESS_PUBLIC },
	{ "::10.0.0.1", ADDRESS_PRIVATE },
	{ "64:ff9b::169.254.169.254", ADDRESS_FORBIDDEN },
	{ "64:ff9b::10.0.0.1", ADDRESS_PRIVATE },
	{ "64:ff9b::93.184.216.34", ADDRESS_PUBLIC },
	{ "64:ff9b:1::127.0.0.1", ADDRESS_LOOPBACK },
	{ "2002:7f00:1::", ADDRESS_LOOPBACK },
	{ "2002:a9fe:a9fe::1", ADDRESS_FORBIDDEN },
};

static enum address_class class_of(const char *text)
{
	struct sockaddr_in v4 = { .sin_family = AF_INET };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6 };

	if (inet_pton(AF_INET, text, &v4.sin_addr) == 1)
		return address_class((const struct sockaddr *)&v4);
	assert_int_equal(inet_pton(AF_INET6, text, &v6.sin6_addr), 1);
	return address_class((const struct sockaddr *)&v6);
}

static void every_address_has_its_class(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		print_message("%s\n", rows[i].text);
		assert_int_equal(class_of(rows[i].text), rows[i].class);
		assert_int_equal(address_class_of_text(rows[i].text), rows[i].class);
	}
}

static void other_spellings_are_read_as_libcurl_reads_them(void **state)
{
	(void)state;
	assert_int_equal(address_class_of_text("2130706433"), ADDRESS_LOOPBACK);
	assert_int_equal(address_class_of_text("0x7f.1"), ADDRESS_LOOPBACK);
	assert_int_equal(address_class_of_text("0251.0376.0251.0376"), ADDRESS_FORBIDDEN);
	assert_int_equal(address_class_of_text("127.0.0.1."), ADDRESS_LOOPBACK);
	assert_int_equal(address_class_of_text("[::1]"), ADDRESS_LOOPBACK);
	assert_int_equal(address_class_of_text("127.0.0.1.example.com"), ADDRESS_UNKNOWN);
	assert_int_equal(address_class_of_text("localhost"), ADDRESS_UNKNOWN);
	assert_int_equal(address_class_of_text(""), ADDRESS_UNKNOWN);
}

static void a_class_may_be_named_from_the_same_or_a_more_private_one(void **state)
{
	(void)state;
	for (enum address_class class = ADDRESS_PUBLIC; class < ADDRESS_FORBIDDEN; class ++) {
		assert_true(address_is_allowed(class, ADDRESS_UNKNOWN));
		for (enum address_class from = ADDRESS_PUBLIC; from <= ADDRESS_LOOPBACK; from++)
			assert_int_equal(address_is_allowed(class, from), class <= from);
	}
	assert_false(address_is_allowed(ADDRESS_FORBIDDEN, ADDRESS_UNKNOWN));
	assert_false(address_is_allowed(ADDRESS_FORBIDDEN, ADDRESS_LOOPBACK));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_address_has_its_class),
		cmocka_unit_test(other_spellings_are_read_as_libcurl_reads_them),
		cmocka_unit_test(a_class_may_be_named_from_the_same_or_a_more_private_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
