#include "app/auditd_conf.h"

#include "base/text.h"

namespace ak::app {
namespace {

std::string_view trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

}  // namespace

std::string find_auditd_value(std::string_view auditd_conf, std::string_view key) {
  std::string value;
  while (!auditd_conf.empty()) {
    const std::size_t end = auditd_conf.find('\n');
    const std::string_view line = trim(auditd_conf.substr(0, end));
    auditd_conf.remove_prefix(end == std::string_view::npos ? auditd_conf.size() : end + 1);
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos || line.front() == '#') continue;
    if (equals_ignoring_case(trim(line.substr(0, equals)), key)) {
      value = trim(line.substr(equals + 1));
    }
  }
  return value;
}

// write_logs=no, or as before 2.5.2 log_format=NOLOG, keeps auditd from writing one.
std::string auditd_log(std::string_view auditd_conf) {
  if (equals_ignoring_case(find_auditd_value(auditd_conf, "write_logs"), "no")) return {};
  if (equals_ignoring_case(find_auditd_value(auditd_conf, "log_format"), "nolog")) return {};
  std::string path = find_auditd_value(auditd_conf, "log_file");
  return path.empty() ? "/var/log/audit/audit.log" : path;
}

}  // namespace ak::app
