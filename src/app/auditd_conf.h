// What auditd.conf(5) says that matters to us.
#pragma once

#include <string>
#include <string_view>

namespace ak::app {

// The last value of `key` in the text of auditd.conf; empty without. Keys' case does not matter.
std::string find_auditd_value(std::string_view auditd_conf, std::string_view key);

// Where auditd writes its log, by the text of its configuration; empty: nowhere.
std::string auditd_log(std::string_view auditd_conf);

}  // namespace ak::app
