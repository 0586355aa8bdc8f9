#include "detect/rule_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/path.h"
#include "base/text.h"
#include "detect/rule_file.h"
#include "detect/rule_files.h"

namespace ak::detect {
namespace {

Diagnostic about_file(Severity severity, std::string code, std::string file, std::string message) {
  Diagnostic diagnostic;
  diagnostic.file = std::move(file);
  diagnostic.severity = severity;
  diagnostic.code = std::move(code);
  diagnostic.message = std::move(message);
  return diagnostic;
}

std::string stem(std::string_view file) {
  constexpr std::string_view kExtension = ".toml";
  std::string_view name = base_name(file);
  if (extension(name) == kExtension.substr(1)) name.remove_suffix(kExtension.size());
  return std::string(name);
}

class Loader {
 public:
  explicit Loader(const std::vector<std::string>& disabled)
      : disabled_(disabled.begin(), disabled.end()) {}

  LoadResult load(const std::vector<std::string>& paths) {
    for (const std::string& file : find_rule_files(paths, diagnostics_)) load_file(file);
    warn_about_unknown_disabled();
    warn_about_shared_uuids();

    auto set = std::make_shared<RuleSet>();
    for (auto& [id, rule] : rules_) set->rules.push_back(std::move(rule));
    set->skipped = std::move(skipped_);
    return {std::move(set), std::move(diagnostics_)};
  }

 private:
  void load_file(const std::string& file) {
    const std::string id = stem(file);
    ids_.insert(id);
    if (disabled_.count(id) > 0) {
      skipped_.push_back({id, file, "disabled by the configuration"});
      return;
    }
    const Result<std::string> bytes = read_rule_bytes(file);
    if (!bytes) {
      diagnostics_.push_back(about_file(Severity::error, "E110", file, bytes.error().message));
      return;
    }
    DiagnosticList complaints;
    RuleFile read = read_rule_file(bytes.value(), id, file, complaints);
    for (Diagnostic& diagnostic : complaints.take()) diagnostics_.push_back(std::move(diagnostic));
    if (read.skipped) skipped_.push_back(std::move(*read.skipped));
    if (read.rule) add(std::move(*read.rule));
  }

  void add(Rule rule) {
    const auto earlier = rules_.find(rule.id);
    if (earlier != rules_.end()) {
      diagnostics_.push_back(
          about_file(Severity::warning, "W112", rule.file,
                     fmt::format("replaces {}, which has the same id", earlier->second.file)));
      rules_.erase(earlier);
    }
    std::string id = rule.id;
    rules_.emplace(std::move(id), std::move(rule));
  }

  void warn_about_unknown_disabled() {
    const std::vector<std::string_view> known(ids_.begin(), ids_.end());
    for (const std::string& id : disabled_) {
      if (ids_.count(id) > 0) continue;
      Diagnostic diagnostic =
          about_file(Severity::warning, "W113", "configuration",
                     fmt::format("there is no detection \"{}\" to disable", id));
      const std::string_view meant = nearest(id, known);
      if (!meant.empty()) diagnostic.hint = fmt::format("did you mean \"{}\"?", meant);
      diagnostics_.push_back(std::move(diagnostic));
    }
  }

  void warn_about_shared_uuids() {
    std::map<std::string_view, const Rule*> first;
    for (const auto& [id, rule] : rules_) {
      const auto [held, is_new] = first.emplace(rule.uuid, &rule);
      if (is_new) continue;
      diagnostics_.push_back(
          about_file(Severity::warning, "W114", rule.file,
                     fmt::format("its rule_id is also that of {}", held->second->file)));
    }
  }

  std::set<std::string> disabled_;
  std::set<std::string> ids_;
  std::map<std::string, Rule> rules_;
  std::vector<SkippedRule> skipped_;
  std::vector<Diagnostic> diagnostics_;
};

}  // namespace

LoadResult load_rules(const std::vector<std::string>& paths,
                      const std::vector<std::string>& disabled) {
  return Loader(disabled).load(paths);
}

std::vector<std::string> path_patterns(const RuleSet& rules) {
  std::set<std::string> all;
  for (const Rule& rule : rules.rules) {
    all.insert(rule.query.path_patterns().begin(), rule.query.path_patterns().end());
  }
  return {all.begin(), all.end()};
}

}  // namespace ak::detect
