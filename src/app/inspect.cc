#include "app/inspect.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "app/confinement.h"
#include "app/exit_code.h"
#include "app/output.h"
#include "app/report.h"
#include "app/setup.h"
#include "base/path.h"
#include "base/text.h"
#include "base/time.h"
#include "coverage/audit_rules.h"

namespace ak::app {
namespace {

int finish(Output& output, int exit_code) {
  output.flush();
  if (output.error().empty()) return exit_code;
  complain(output.error());
  return kExitIo;
}

// A configuration file is one that is called so, and exceptions are what lies in a directory that
// is; every other .toml file is a detection.
bool is_config(const std::string& path) {
  return base_name(path) == "config.toml";
}
bool is_exceptions(const std::string& path) {
  constexpr std::string_view kDirectory = "exceptions.d";
  const std::string plain = normalize_path(path);
  return base_name(plain) == kDirectory || base_name(directory_name(plain)) == kDirectory;
}

struct Row {
  std::string id, severity, state, file;
};

std::string state_of(const detect::Rule& rule, const detect::Exceptions& exceptions, TimeMs now) {
  std::string state = rule.is_building_block ? "active, building block" : "active";
  const std::size_t count = exceptions.of(rule.id, now).size();
  if (count > 0) state += fmt::format(", {} exception{}", count, count == 1 ? "" : "s");
  const std::vector<std::string>& absent = rule.query.absent_fields();
  if (!absent.empty()) state += ", never present: " + join(absent, ", ");
  return state;
}

std::vector<Row> rows_of(const Setup& setup) {
  const TimeMs now = SystemClock().now();
  std::vector<Row> rows;
  for (const detect::Rule& rule : setup.rules->rules) {
    rows.push_back({rule.id, std::string(severity_name(rule.severity)),
                    state_of(rule, setup.noise->exceptions, now), rule.file});
  }
  for (const detect::SkippedRule& skipped : setup.rules->skipped) {
    rows.push_back({skipped.id, "-", "skipped: " + skipped.reason, skipped.file});
  }
  // Of a file with mistakes the first, since it says why the detection is not there.
  std::set<std::string> broken;
  for (const Diagnostic& diagnostic : setup.diagnostics) {
    const bool is_rule_file = extension(diagnostic.file) == "toml" && !is_config(diagnostic.file) &&
                              !is_exceptions(diagnostic.file);
    if (diagnostic.severity != Severity::error || !is_rule_file) continue;
    if (!broken.insert(diagnostic.file).second) continue;
    const std::string place =
        diagnostic.line > 0 ? fmt::format("line {}: ", diagnostic.line) : std::string();
    rows.push_back({std::filesystem::path(diagnostic.file).stem().string(), "-",
                    "not loaded: " + place + diagnostic.message, diagnostic.file});
  }
  for (Row& row : rows) {
    for (std::string* cell : {&row.id, &row.severity, &row.state, &row.file}) {
      *cell = to_printable(*cell);
    }
  }
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.id < b.id; });
  return rows;
}

std::string table_of(const std::vector<Row>& rows) {
  std::size_t id = 2;
  std::size_t severity = 8;
  std::size_t state = 5;
  for (const Row& row : rows) {
    id = std::max(id, row.id.size());
    severity = std::max(severity, row.severity.size());
    state = std::max(state, row.state.size());
  }
  std::string table =
      fmt::format("{:<{}}  {:<{}}  {:<{}}  FILE\n", "ID", id, "SEVERITY", severity, "STATE", state);
  for (const Row& row : rows) {
    table += fmt::format("{:<{}}  {:<{}}  {:<{}}  {}\n", row.id, id, row.severity, severity,
                         row.state, state, row.file);
  }
  return table;
}

// Text of several lines for a terminal.
std::string printable_lines(std::string_view text) {
  std::string shown;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string line(text.substr(0, end));
    for (char& c : line) {
      if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
    }
    shown += to_utf8(line) + "\n";
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return shown;
}

// "T1550.001 Application Access Token", each once though several tactics name it.
std::vector<std::string> techniques_of(const detect::Rule& rule) {
  std::vector<std::string> techniques;
  const auto add = [&](const detect::ThreatEntry& entry) {
    std::string line = to_printable(entry.id + " " + entry.name);
    if (std::find(techniques.begin(), techniques.end(), line) == techniques.end()) {
      techniques.push_back(std::move(line));
    }
  };
  for (const detect::Threat& threat : rule.threats) {
    for (const detect::Technique& technique : threat.techniques) {
      add(technique);
      std::for_each(technique.subtechniques.begin(), technique.subtechniques.end(), add);
    }
  }
  return techniques;
}

std::string describe(const detect::Exception& exception) {
  std::string text =
      fmt::format("\n{}reason:    {}\nauthor:    {}\n", printable_lines(exception.condition_text),
                  to_printable(exception.reason), to_printable(exception.author));
  if (exception.end) text += fmt::format("expires:   {}\n", exception.expires_text);
  const Diagnostic& place = exception.detection_place;
  return text + fmt::format("file:      {}:{}\n", to_printable(place.file), place.line);
}

std::string describe(const detect::Rule& rule, const detect::Exceptions& exceptions) {
  std::string text = fmt::format("{}\n{}\n\n", to_printable(rule.name),
                                 std::string(std::max<std::size_t>(rule.name.size(), 1), '='));
  text +=
      fmt::format("id:        {}\nuuid:      {}\nseverity:  {} (risk score {})\nfile:      {}\n",
                  to_printable(rule.id), to_printable(rule.uuid), severity_name(rule.severity),
                  rule.risk_score, to_printable(rule.file));
  for (const std::string& technique : techniques_of(rule)) {
    text += fmt::format("technique: {}\n", technique);
  }
  text += "\n" + printable_lines(rule.description);
  text += "\nQuery\n-----\n" + printable_lines(rule.query_text);
  const auto excepted = exceptions.of(rule.id, SystemClock().now());
  if (!excepted.empty()) text += "\nExceptions\n----------\n";
  for (const detect::Exception* exception : excepted) text += describe(*exception);
  if (!rule.note.empty()) text += "\n" + printable_lines(rule.note);
  return text;
}

int describe_one(const Setup& setup, const std::string& id) {
  for (const detect::Rule& rule : setup.rules->rules) {
    if (rule.id != id) continue;
    Output output(STDOUT_FILENO);
    output.write(describe(rule, setup.noise->exceptions));
    return finish(output, kExitDone);
  }
  std::vector<std::string_view> ids;
  for (const detect::Rule& rule : setup.rules->rules) ids.emplace_back(rule.id);
  const std::string_view meant = nearest(id, ids);
  complain(fmt::format("no detection \"{}\" is active{}", to_printable(id),
                       meant.empty() ? "" : fmt::format(", did you mean \"{}\"?", meant)));
  return kExitUsage;
}

Result<Setup> load_paths(const CommandLine& line) {
  Setup setup;
  std::vector<std::string> rule_paths;
  std::vector<detect::Exception> exceptions;
  for (const std::string& path : line.paths) {
    if (is_exceptions(path)) {
      exceptions = detect::load_exceptions(path, std::move(exceptions), setup.diagnostics);
      continue;
    }
    if (!is_config(path)) {
      rule_paths.push_back(path);
      continue;
    }
    Result<ConfigResult> loaded = load_config(path);
    if (!loaded) return loaded.error();
    std::vector<Diagnostic>& found = loaded.value().diagnostics;
    setup.diagnostics.insert(setup.diagnostics.end(), found.begin(), found.end());
    std::vector<detect::Exception>& more = loaded.value().config.noise.exceptions;
    exceptions.insert(exceptions.end(), more.begin(), more.end());
  }
  detect::NoisePolicy noise;
  noise.exceptions = detect::Exceptions(std::move(exceptions));
  setup.noise = std::make_shared<const detect::NoisePolicy>(std::move(noise));
  detect::LoadResult rules = detect::load_rules(rule_paths, {});
  setup.rules = std::move(rules.rules);
  setup.diagnostics.insert(setup.diagnostics.end(), rules.diagnostics.begin(),
                           rules.diagnostics.end());
  return setup;
}

}  // namespace

int run_check(const CommandLine& line) {
  for (const std::string& problem : confine(inspector_needs())) complain(problem);
  const Result<Setup> setup = line.paths.empty() ? load_setup(line) : load_paths(line);
  if (!setup) {
    complain(setup.error().message);
    return kExitIo;
  }
  std::vector<Diagnostic> diagnostics = setup.value().diagnostics;
  const detect::Exceptions& exceptions = setup.value().noise->exceptions;
  for (Diagnostic& expiry : exceptions.expiry_warnings(SystemClock().now(), true)) {
    diagnostics.push_back(std::move(expiry));
  }
  print(diagnostics, Show::all);
  const auto errors =
      std::count_if(diagnostics.begin(), diagnostics.end(),
                    [](const Diagnostic& d) { return d.severity == Severity::error; });
  Output output(STDOUT_FILENO);
  output.write(fmt::format("{} detections, {} skipped, {} exceptions, {} errors, {} warnings\n",
                           setup.value().rules->rules.size(), setup.value().rules->skipped.size(),
                           exceptions.all().size(), errors,
                           diagnostics.size() - static_cast<std::size_t>(errors)));
  return finish(output, errors > 0 ? kExitFound : kExitDone);
}

int run_detections(const CommandLine& line) {
  for (const std::string& problem : confine(inspector_needs())) complain(problem);
  const Result<Setup> setup = load_setup(line);
  if (!setup) {
    complain(setup.error().message);
    return kExitIo;
  }
  print(setup.value().diagnostics, Show::errors);
  const int exit_code = has_errors(setup.value().diagnostics) ? kExitFound : kExitDone;
  if (!line.paths.empty()) return describe_one(setup.value(), line.paths.front());
  Output output(STDOUT_FILENO);
  output.write(table_of(rows_of(setup.value())));
  return finish(output, exit_code);
}

int run_audit_rules() {
  for (const std::string& problem : confine(inspector_needs())) complain(problem);
  const coverage::FilesystemHost host;
  const coverage::AuditRules rules = coverage::derive_audit_rules(host);
  Output output(STDOUT_FILENO);
  output.write(rules.text);
  return finish(output, kExitDone);
}

}  // namespace ak::app
