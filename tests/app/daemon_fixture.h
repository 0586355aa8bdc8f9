// A daemon as auditd runs it: a socketpair as standard input, signals, real receivers.
#pragma once

#include <gtest/gtest.h>
#include <sys/un.h>

#include <cstring>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "app/program.h"

namespace ak::test {

class Daemon : public testing::Test {
 protected:
  Daemon() {
    directory_.write("config.toml", config());
    std::filesystem::create_directory(directory_.file("d"));
    for (const auto& entry :
         std::filesystem::directory_iterator(AK_SOURCE_DIR "/plugin/detections")) {
      std::filesystem::copy(entry.path(), directory_.file("d"));
    }
    syslog_ = listen_as_syslog();
  }

  [[nodiscard]] std::string config(const std::string& more = "") const {
    return "[catch_up]\nlog = \"" + directory_.file("audit.log") +
           "\"\n[daemon]\nrun_directory = \"" + directory_.file("run") +
           "\"\n[store]\ndirectory = \"" + directory_.file("store") +
           "\"\n[sinks.syslog]\npath = \"" + directory_.file("log") +
           "\"\n[sinks.socket]\npath = \"" + directory_.file("alerts.sock") + "\"\n" + more;
  }

  void start(std::vector<std::string> arguments = {}) {
    int ends[2];
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    auditd_ = UniqueFd(ends[0]);
    const UniqueFd plugin(ends[1]);
    process_ = std::make_unique<Process>(
        directory_, arguments.empty() ? this->arguments() : arguments, plugin.get());
    ASSERT_TRUE(says("started with")) << process_->err();
  }

  [[nodiscard]] std::vector<std::string> arguments() const {
    return {"daemon", "--config", directory_.file("config.toml"), "--detections",
            directory_.file("d")};
  }

  [[nodiscard]] UniqueFd listen_as_syslog() const {
    UniqueFd fd(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    const sockaddr_un address = address_of("log");
    EXPECT_EQ(::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    return fd;
  }

  [[nodiscard]] UniqueFd connect() const {
    UniqueFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const sockaddr_un address = address_of("alerts.sock");
    if (::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      fd.reset();
    }
    return fd;
  }

  [[nodiscard]] sockaddr_un address_of(const std::string& name) const {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = directory_.file(name);
    std::memcpy(address.sun_path, path.data(), path.size());
    return address;
  }

  void send(const std::string& bytes) const {
    std::string_view rest = bytes;
    while (!rest.empty()) {
      const ssize_t sent = ::send(auditd_.get(), rest.data(), rest.size(), MSG_NOSIGNAL);
      ASSERT_GT(sent, 0) << std::strerror(errno);
      rest.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  [[nodiscard]] bool says(const std::string& text) const {
    return eventually([&] { return process_->err().find(text) != std::string::npos; });
  }

  // What syslog has been sent by now, one packet a line.
  std::string syslog() {
    std::string packet(70000, '\0');
    for (ssize_t got = 0;
         (got = ::recv(syslog_.get(), packet.data(), packet.size(), MSG_DONTWAIT)) > 0;) {
      received_ += packet.substr(0, static_cast<std::size_t>(got)) + "\n";
    }
    return received_;
  }

  // Each counts once: those that nobody had read are sent again by the next run.
  std::size_t syslog_alerts() {
    constexpr std::string_view kSequence = "\"sequence\":";
    std::set<std::string> sequences;
    for (const std::string& line : split_lines(syslog())) {
      const std::size_t at = line.find(kSequence);
      if (line.find("]: @cee: {") == std::string::npos || at == std::string::npos) continue;
      sequences.insert(line.substr(at + kSequence.size(), line.find_first_of(",}", at) - at));
    }
    return sequences.size();
  }

  // The story at a later time: the same ids again would be late records.
  [[nodiscard]] std::string played_again(int times) const {
    std::string log = story_;
    const std::string stamp = "msg=audit(" + std::to_string(1800 + times);
    for (std::size_t at = 0; (at = log.find("msg=audit(", at)) != std::string::npos; ++at) {
      log.replace(at, stamp.size(), stamp);
    }
    return log;
  }

  Directory directory_;
  UniqueFd syslog_;
  UniqueFd auditd_;
  std::unique_ptr<Process> process_;
  std::string received_;
  const std::string story_ = read_text(recording_path("attack-story"));
  static constexpr std::size_t kStoryAlerts = 9;
};

}  // namespace ak::test
