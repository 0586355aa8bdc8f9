// What the program says of itself: complaints, and what was lost.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/counters.h"
#include "base/diagnostic.h"

namespace ak::app {

// "audisp-kube: MESSAGE\n" on stderr.
void complain(std::string_view message);

// On stderr, as render() has them; warnings only if asked for.
enum class Show { errors, all };
void print(const std::vector<Diagnostic>& diagnostics, Show show);

// One line for each thing that was lost, empty if nothing was:
//   3 lines that are not audit records (skipped_lines)
std::vector<std::string> loss_report(const Counters& counters);

// Every counter that is not zero: "lines=12 records=12 events=3"
std::string summary(const Counters& counters);

}  // namespace ak::app
