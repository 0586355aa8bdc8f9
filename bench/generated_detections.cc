#include "generated_detections.h"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "eql/query.h"

namespace ak::bench {
namespace {

const std::vector<std::string> kPrograms = {
    "bash",    "sh",        "curl", "wget", "python3", "perl",   "nc",      "socat",
    "kubectl", "sudo",      "su",   "find", "tar",     "base64", "openssl", "crontab",
    "chattr",  "systemctl", "ssh",  "scp",  "useradd", "passwd", "mount",   "iptables",
    "insmod",  "docker",    "ctr",  "nmap", "dmesg"};
const std::vector<std::string> kPlaces = {"/tmp",        "/var/tmp",         "/dev/shm",
                                          "/etc/cron.d", "/etc/kubernetes",  "/root/.kube",
                                          "/etc/ssh",    "/var/lib/kubelet", "/usr/lib/systemd"};
const std::vector<std::string> kWords = {"token", "passwd", "shadow", "base64", "reverse",
                                         "admin", "secret", "config", "socket", "exec"};

class Generator {
 public:
  // One of the kinds in turn, so that any count has about the same mix.
  std::string query(std::size_t number) {
    switch (number % 10) {
      case 0:
      case 1:
      case 2:
        return starts(fmt::format(R"(process.name in ({}) and process.args : ("*{}*", "-{}"))",
                                  list(kPrograms, 4), pick(kWords), pick(kWords)));
      case 3:
        return starts(fmt::format(
            R"(process.parent.name in ({}) and process.name in ({}) and not process.command_line : ("*{}*", "*{}*"))",
            list(kPrograms, 3), list(kPrograms, 6), pick(kWords), pick(kWords)));
      case 4:
        return starts(fmt::format(
            R"(process.executable : ("{}/*", "{}/*") and not process.parent.executable : ("{}/*"))",
            pick(kPlaces), pick(kPlaces), pick(kPlaces)));
      case 5:
      case 6:
        return fmt::format(
            R"(file where event.action in ("creation", "rename") and file.path : ("{}/*", "{}/{}*") and not process.name in ({}))",
            pick(kPlaces), pick(kPlaces), pick(kWords), list(kPrograms, 5));
      case 7:
        return fmt::format(
            R"(file where event.type != "deletion" and (file.extension in ("conf", "service") or file.name like "*.{}") and process.executable != null and not process.executable like ("/usr/bin/{}", "{}/*"))",
            pick(kWords), pick(kPrograms), pick(kPlaces));
      case 8:
        return starts(fmt::format(R"(process.command_line : ("*{}*{}*", "*/{}/*"))", pick(kWords),
                                  pick(kWords), pick(kWords)));
      default:
        return fmt::format(
            R"(sequence by process.entity_id with maxspan=1m [process where event.type == "start" and process.name in ({})] [file where event.action == "creation" and file.path : "{}/*"])",
            list(kPrograms, 3), pick(kPlaces));
    }
  }

 private:
  static std::string starts(const std::string& condition) {
    return R"(process where host.os.type == "linux" and event.type == "start" and event.action in ("exec", "executed") and )" +
           condition;
  }

  std::string pick(const std::vector<std::string>& from) { return from[random_() % from.size()]; }

  std::string list(const std::vector<std::string>& from, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
      text += fmt::format("{}\"{}\"", i == 0 ? "" : ", ", pick(from));
    return text;
  }

  std::mt19937 random_{1};
};

}  // namespace

std::shared_ptr<const detect::RuleSet> generate_detections(std::size_t count) {
  Generator generator;
  auto rules = std::make_shared<detect::RuleSet>();
  for (std::size_t i = 0; i < count; ++i) {
    detect::RuleDescription description;
    description.id = fmt::format("generated-{}", i);
    description.query_text = generator.query(i);
    eql::Compilation compilation = eql::compile(description.query_text);
    if (!compilation.query) {
      std::fprintf(stderr, "%s\n%s\n", description.query_text.c_str(),
                   compilation.findings[0].message.c_str());
      std::exit(1);
    }
    rules->rules.emplace_back(std::move(description), std::move(*compilation.query));
  }
  return rules;
}

}  // namespace ak::bench
