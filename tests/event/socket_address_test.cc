#include "event/socket_address.h"

#include <gtest/gtest.h>

#include <string>

#include "support/one_event.h"

namespace ak {
namespace {

// "family ip port path" of the address, "" for none.
std::string text_of(const std::optional<SocketAddress>& address) {
  if (!address) return "";
  return address->family + " " + address->ip + " " + std::to_string(address->port) + " " +
         address->path;
}

TEST(SocketAddress, HasItsFamilyAndWhatIsKnownOfIt) {
  const struct {
    std::string hex, expected;
  } cases[] = {
      {"020001BB0A0000010000000000000000", "ipv4 10.0.0.1 443 "},
      {"0A00005000000000FD00000000000000000000000000000100000000", "ipv6 fd00::1 80 "},
      {"01002F746D702F7800AA", "unix  0 /tmp/x"},
      {"01002F746D702F78", "unix  0 /tmp/x"},
      {"0100002F78", "unix  0 @/x"},
      {"0100", "unix  0 "},
      {"0100002F002F7800", "unix  0 @/@/x"},
      {"01000000", "unix  0 @"},
      {"100000000000000000000000", "netlink  0 "},
      {"10000000392F000001000000", "netlink  12089 "},
      {"1000", "netlink  0 "},
      {"110000000000000000000000", "17  0 "},
      {"2600616561640000", "38  0 "},
      {"020001BB0A0000010", "ipv4 10.0.0.1 443 "},
      {"", ""},
      {"02", ""},
      {"0200", ""},
      {"0200192B0A0000", ""},
      {"0200192B0A00000", ""},
      {"0200192B0A0000ZZ", ""},
      {"0A00005000000000FD", ""},
      {std::string(100000, '0'), ""},
  };
  for (const auto& c : cases) EXPECT_EQ(text_of(parse_socket_address(c.hex)), c.expected) << c.hex;
}

TEST(SocketAddress, HasTheFamilyInTheByteOrderOfItsHost) {
  const auto on = [](const std::string& arch,
                     const std::string& saddr = "0002D9037F0000010000000000000000") {
    const audit::AuditEvent event =
        test::event_of("SYSCALL arch=" + arch + " syscall=1 pid=1\nSOCKADDR saddr=" + saddr + "\n");
    return text_of(socket_address(event, event.records.back()));
  };
  EXPECT_EQ(on("80000016", "0010000000002F3900000000"), "netlink  12089 ");
  EXPECT_EQ(on("80000015"), "ipv4 127.0.0.1 55555 ");  // ppc64
  EXPECT_EQ(on("80000016"), "ipv4 127.0.0.1 55555 ");  // s390x
  EXPECT_EQ(on("c0000015"), "512  0 ");                // ppc64le
  EXPECT_EQ(on("c000003e"), "512  0 ");
}

}  // namespace
}  // namespace ak
