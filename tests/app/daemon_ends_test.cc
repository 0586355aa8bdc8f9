// Every order in which auditd and systemd end, reload or abandon a plugin. Whatever comes, it ends
// and has alerted of all that was sent before.
#include <sys/ioctl.h>

#include "app/daemon_fixture.h"

namespace ak::test {
namespace {

struct Order {
  const char* name;
  std::vector<const char*> steps;
};

void PrintTo(const Order& order, std::ostream* out) {
  *out << order.name;
}

const Order kOrders[] = {
    {"auditd ends", {"send", "eof"}},
    {"auditd stops the plugin, up to 4.1", {"send", "term"}},
    {"auditd is stopped with the plugin having read nothing yet", {"stop", "send", "term", "cont"}},
    {"auditd ends with the plugin having read nothing yet", {"stop", "send", "eof", "cont"}},
    {"auditd reloads up to 4.1, and ends", {"half", "hup", "rest", "eof"}},
    {"auditd reloads from 4.2 on", {"send", "eof", "term"}},
    {"auditd reloads from 4.2 on, both at once", {"stop", "send", "eof", "term", "cont"}},
    {"systemd signals the group before auditd ends", {"send", "term", "eof"}},
    {"systemd signals the group, and auditd the plugin", {"send", "term", "term", "eof"}},
    {"systemd sends what SendSIGHUP= asks for", {"send", "term", "hup", "eof"}},
    {"a record is cut by the end", {"send", "cut", "eof"}},
    {"a record is cut by SIGTERM", {"send", "cut", "term"}},
    {"SIGHUP with nothing after it", {"send", "hup", "eof"}},
    {"SIGTERM while it reloads", {"send", "hup", "term"}},
    {"many SIGHUPs", {"half", "hup", "hup", "hup", "rest", "hup", "hup", "eof"}},
    {"everything at once",
     {"stop", "half", "hup", "rest", "hup", "eof", "term", "hup", "usr1", "cont"}},
    {"interrupted at a terminal", {"send", "int"}},
    {"half of the stream is closed", {"send", "shut"}},
};

class Ends : public Daemon, public testing::WithParamInterface<Order> {
 protected:
  void step(const std::string& name) {
    const std::size_t half = story_.find("type=SYSCALL", story_.size() / 2);
    if (name == "send") send(story_);
    if (name == "half") send(story_.substr(0, half));
    if (name == "rest") send(story_.substr(half));
    if (name == "cut") send("type=SYSCALL msg=audit(1790000000.1");
    if (name == "eof") auditd_.reset();
    if (name == "shut") ::shutdown(auditd_.get(), SHUT_WR);
    const std::pair<const char*, int> signals[] = {{"term", SIGTERM}, {"hup", SIGHUP},
                                                   {"int", SIGINT},   {"usr1", SIGUSR1},
                                                   {"stop", SIGSTOP}, {"cont", SIGCONT}};
    for (const auto& [word, number] : signals) {
      if (name == word) process_->signal(number);
    }
  }
};

TEST_P(Ends, AfterAllThatWasSent) {
  start();
  for (const char* name : GetParam().steps) step(name);
  EXPECT_EQ(process_->wait(), 0) << process_->err();
  EXPECT_EQ(syslog_alerts(), kStoryAlerts) << process_->err();
  EXPECT_NE(process_->err().find("stopped; "), std::string::npos) << process_->err();
}

INSTANTIATE_TEST_SUITE_P(Daemon, Ends, testing::ValuesIn(kOrders));

}  // namespace
}  // namespace ak::test
