// What the daemon knows of its host: accounts, the spellings of its name, its id.
#include "app/this_host.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

#include "app/program.h"
#include "base/limits.h"

namespace ak::app {
namespace {

class TestClock final : public Clock {
 public:
  [[nodiscard]] TimeMs now() const override { return time; }
  TimeMs time = 5000;
};

TEST(Accounts, AreReadFromTheirFile) {
  const auto names = parse_accounts(
      "root:x:0:0:root:/root:/bin/bash\ntoor:x:0:0::/:/bin/"
      "sh\n#off:x:7:\n:x:8:\nodd\nalice:x:1000\n"
      "none:x::\nword:x:five:\n+@staff:x:9:");
  EXPECT_EQ(names, (std::unordered_map<std::string, std::string>{
                       {"0", "root"}, {"1000", "alice"}, {"9", "+@staff"}}));
}

TEST(Accounts, AreBounded) {
  const std::string longest(limits::kMaxAccountNameBytes, 'a');
  EXPECT_EQ(parse_accounts(longest + ":x:5:\n" + longest + "b:x:6:\n").size(), 1U);
  std::string text;
  for (std::size_t i = 0; i <= limits::kMaxAccounts; ++i) text += fmt::format("u:x:{}:\n", i);
  EXPECT_EQ(parse_accounts(text).size(), limits::kMaxAccounts);
}

TEST(Accounts, AreReadAgainWhenTheirFileIsAnother) {
  const test::Directory directory;
  directory.write("passwd", "alice:x:1000:\n");
  TestClock clock;
  Accounts accounts(directory.file("passwd"), clock);
  EXPECT_EQ(accounts.name("1000"), "alice");
  EXPECT_EQ(accounts.name("1001"), "");
  directory.write("passwd", "alice:x:1000:\nbob:x:1001:\n");
  EXPECT_EQ(accounts.name("1001"), "") << "it is looked at once a second";
  clock.time += 1000;
  EXPECT_EQ(accounts.name("1001"), "bob");
  clock.time -= 100000;
  std::filesystem::remove(directory.file("passwd"));
  EXPECT_EQ(accounts.name("1001"), "");
}

TEST(NodeNames, EverySpellingThatAuditdHas) {
  const NodeNames names{"worker-1", "rack7", {"10.0.0.5", "fe80::1"}};
  for (const char* own :
       {"worker-1", "WORKER-1", "worker-1.example.org", "rack7", "10.0.0.5", "fe80::1"}) {
    EXPECT_TRUE(names.is_own(own)) << own;
  }
  for (const char* other :
       {"", "worker-10", "worker-1.", "worker-2.worker-1", "10.0.0.50", "rack"}) {
    EXPECT_FALSE(names.is_own(other)) << other;
  }
  EXPECT_FALSE(NodeNames{}.is_own(""));
  EXPECT_FALSE(NodeNames{}.is_own(".example.org"));
}

TEST(NodeNames, MissingConfigurationIsNoObstacle) {
  EXPECT_FALSE(this_hosts_names("/nonexistent/auditd.conf").host_name.empty());
}

TEST(MachineId, IsThirtyTwoHexDigits) {
  const test::Directory directory;
  const std::string id = "0123456789abcdef0123456789abcdef";
  directory.write("good", id + "\n");
  directory.write("bare", id);
  directory.write("long", id + "0");
  directory.write("first-boot", "uninitialized\n");
  EXPECT_EQ(machine_id(directory.file("good")), id);
  EXPECT_EQ(machine_id(directory.file("bare")), id);
  EXPECT_EQ(machine_id(directory.file("long")), "");
  EXPECT_EQ(machine_id(directory.file("first-boot")), "");
  EXPECT_EQ(machine_id(directory.file("none")), "");
}

}  // namespace
}  // namespace ak::app
