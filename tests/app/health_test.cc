// The health thread: status over the socket, Prometheus' file, heartbeats.
#include "app/health.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <atomic>
#include <filesystem>
#include <mutex>
#include <string>
#include <vector>

#include "app/program.h"

namespace ak::app {
namespace {

using std::chrono::milliseconds;
using test::Directory;
using test::eventually;

class HealthThread : public testing::Test {
 protected:
  HealthOptions options(const std::string& socket) {
    HealthOptions wanted;
    wanted.socket_path = directory_.file(socket);
    wanted.heartbeat_interval = milliseconds(0);
    return wanted;
  }

  Health::Hooks hooks() {
    return {[this] {
              Status status;
              status.pid = ++collected_;
              status.detections = detections_;
              return status;
            },
            [this](const Status&) { ++heartbeats_; },
            [this](const std::string& text) {
              const std::lock_guard lock(mutex_);
              reports_.push_back(text);
            }};
  }

  std::string ask(const std::string& socket, std::string_view request) {
    const Result<std::string> answer =
        ask_status(directory_.file(socket), request, milliseconds(5000));
    return answer ? answer.value() : "error: " + answer.error().message;
  }

  bool answers(const std::string& socket) {
    return eventually([&] { return ask(socket, "text").find("error") == std::string::npos; });
  }

  std::vector<std::string> reports() {
    const std::lock_guard lock(mutex_);
    return reports_;
  }

  Directory directory_;
  std::atomic<long> collected_{0};
  std::atomic<std::uint64_t> detections_{1};
  std::atomic<int> heartbeats_{0};
  std::mutex mutex_;
  std::vector<std::string> reports_;
};

TEST_F(HealthThread, AnswersInTheFormAskedFor) {
  const Health health(options("s"), hooks());
  ASSERT_TRUE(answers("s"));
  EXPECT_EQ(ask("s", "text").rfind("audisp-kube ", 0), 0U);
  EXPECT_EQ(ask("s", "ndjson").rfind("{\"@timestamp\":", 0), 0U);
  EXPECT_EQ(ask("s", "prometheus").rfind("# HELP audisp_kube_build_info", 0), 0U);
  EXPECT_EQ(ask("s", "check"), "ok\n");
  detections_ = 0;
  EXPECT_EQ(ask("s", "check"), "no detection is active\n");
}

TEST_F(HealthThread, IsAskedByItsUserAlone) {
  const Health health(options("s"), hooks());
  ASSERT_TRUE(answers("s"));
  struct stat status {};
  ASSERT_EQ(::stat(directory_.file("s").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0600U);
}

TEST_F(HealthThread, LeavesAClientThatSaysNothing) {
  const Health health(options("s"), hooks());
  ASSERT_TRUE(answers("s"));
  const UniqueFd silent(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  directory_.file("s").copy(address.sun_path, sizeof address.sun_path - 1);
  ASSERT_EQ(::connect(silent.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  EXPECT_EQ(ask("s", "check"), "ok\n");
}

TEST_F(HealthThread, WritesPrometheusFileAtItsInterval) {
  HealthOptions wanted = options("s");
  wanted.prometheus_file = directory_.file("audisp-kube.prom");
  wanted.prometheus_interval = milliseconds(1);
  const Health health(wanted, hooks());
  const auto text = [&] { return test::read_text(wanted.prometheus_file); };
  ASSERT_TRUE(eventually([&] { return std::filesystem::exists(wanted.prometheus_file); }));
  EXPECT_EQ(text().rfind("# HELP audisp_kube_", 0), 0U);
  const long before = collected_;
  EXPECT_TRUE(eventually([&] { return collected_ > before + 2; })) << "again and again";
}

TEST_F(HealthThread, TellsOnceThatTheFileCannotBeWritten) {
  HealthOptions wanted = options("s");
  wanted.prometheus_file = directory_.file("missing/audisp-kube.prom");
  wanted.prometheus_interval = milliseconds(1);
  const Health health(wanted, hooks());
  ASSERT_TRUE(eventually([&] { return collected_ > 5; }));
  EXPECT_EQ(reports(), std::vector<std::string>{"cannot write " + wanted.prometheus_file +
                                                ": No such file or directory"});
}

TEST_F(HealthThread, SendsHeartbeatsUnlessTheIntervalIsZero) {
  HealthOptions wanted = options("s");
  Health health(wanted, hooks());
  ASSERT_TRUE(answers("s"));
  EXPECT_EQ(heartbeats_, 0);
  wanted.heartbeat_interval = milliseconds(1);
  health.reconfigure(wanted);
  EXPECT_TRUE(eventually([&] { return heartbeats_ > 2; }));
}

TEST_F(HealthThread, HasTheKernelWatchedFromTheStart) {
  std::atomic<int> watched{0};
  Health::Hooks all = hooks();
  all.watch = [&] { ++watched; };
  const Health health(options("s"), std::move(all));
  EXPECT_TRUE(eventually([&] { return watched > 0; }));
}

TEST_F(HealthThread, MovesItsSocketWhenTheConfigurationSaysSo) {
  Health health(options("old"), hooks());
  ASSERT_TRUE(answers("old"));
  health.reconfigure(options("new"));
  ASSERT_TRUE(answers("new"));
  EXPECT_FALSE(std::filesystem::exists(directory_.file("old")));
}

TEST_F(HealthThread, SaysWhyItHasNoSocket) {
  const HealthOptions wanted = options("file");
  directory_.write("file", "not a socket");
  const Health health(wanted, hooks());
  EXPECT_TRUE(eventually([&] { return !reports().empty(); }));
  EXPECT_EQ(reports().front(), "status: " + wanted.socket_path + " exists and is not a socket");
}

}  // namespace
}  // namespace ak::app
