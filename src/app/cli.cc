#include "app/cli.h"

#include <CLI/CLI.hpp>

#include "app/exit_code.h"

namespace ak::app {
namespace {

constexpr const char* kDescription =
    "Detects attacks on a Kubernetes node's credentials and configuration in audit records.\n"
    "Without a command: replay.";

// --format's names; CLI11 complains about any other.
using Formats = std::map<std::string, Format>;
const Formats kAlertFormats = {{"ndjson", Format::ndjson},
                               {"text", Format::text},
                               {"cef", Format::cef},
                               {"ocsf", Format::ocsf}};
const Formats kStatusFormats = {{"ndjson", Format::ndjson}, {"text", Format::text}};

void add_config(CLI::App& app, CommandLine& line) {
  app.add_option("--config", line.config_file, "Configuration file (/etc/audisp-kube/config.toml)")
      ->type_name("FILE");
}

void add_detections(CLI::App& app, CommandLine& line) {
  const auto append = [&line](const std::vector<std::string>& paths) {
    line.detection_paths.insert(line.detection_paths.end(), paths.begin(), paths.end());
  };
  app.add_option_function<std::vector<std::string>>(
         "--detections", append, "Detections: a file or directory, instead of the installed ones")
      ->type_name("PATH")
      ->allow_extra_args(false);
}

void add_format(CLI::App& app, CommandLine& line, const Formats& formats, const char* names) {
  const auto set = [&line, &formats](const std::string& name) { line.format = formats.at(name); };
  app.add_option_function<std::string>(
         "--format", set, "text (default on a terminal), ndjson (otherwise) or another")
      ->type_name(names)
      ->check(CLI::IsMember(formats).description(""));
}

void add_all(CLI::App& app, CommandLine& line) {
  app.add_flag("--all", line.all_matches,
               "Also what exceptions, suppression and rate limits hold back, and by which");
}

void add_counters(CLI::App& app, CommandLine& line) {
  app.add_flag("--counters", line.counters,
               "At the end, on stderr, every counter that is not zero");
}

void add_paths(CLI::App& app, CommandLine& line, const char* name, const char* description) {
  app.add_option(name, line.paths, description);
}

CLI::App* add_command(CLI::App& app, CommandLine& line, const char* name, Command command,
                      const char* description) {
  CLI::App* added = app.add_subcommand(name, description);
  added->callback([&line, command] { line.command = command; });
  return added;
}

void add_commands(CLI::App& app, CommandLine& line) {
  constexpr const char* kLogs =
      "Audit logs, plain or gzip; a directory or audit.log with its rotated brothers. "
      "None: standard input";
  add_config(app, line);
  add_detections(app, line);
  add_format(app, line, kAlertFormats, "ndjson|text|cef|ocsf");
  add_all(app, line);
  add_counters(app, line);
  add_paths(app, line, "FILE", kLogs);

  CLI::App* replay = add_command(app, line, "replay", Command::replay, "Alerts from audit logs");
  add_config(*replay, line);
  add_detections(*replay, line);
  add_format(*replay, line, kAlertFormats, "ndjson|text|cef|ocsf");
  add_all(*replay, line);
  add_counters(*replay, line);
  add_paths(*replay, line, "FILE", kLogs);

  CLI::App* events = add_command(app, line, "events", Command::events,
                                 "Every event of audit logs as one ECS JSON line");
  add_config(*events, line);
  add_counters(*events, line);
  add_paths(*events, line, "FILE", kLogs);

  CLI::App* daemon = add_command(app, line, "daemon", Command::daemon,
                                 "What auditd starts: records on stdin, alerts to the sinks");
  add_config(*daemon, line);
  add_detections(*daemon, line);

  CLI::App* check =
      add_command(app, line, "check", Command::check, "Check configuration and detections");
  add_config(*check, line);
  add_detections(*check, line);
  add_paths(*check, line, "PATH", "Only these: *.toml files or directories of detections");

  CLI::App* detections =
      add_command(app, line, "detections", Command::detections, "List the detections");
  add_config(*detections, line);
  add_detections(*detections, line);
  detections->add_option("ID", line.paths, "Only this one, with its query and triage guide")
      ->expected(0, 1);

  CLI::App* status = add_command(app, line, "status", Command::status, "How the running daemon is");
  add_config(*status, line);
  add_format(*status, line, kStatusFormats, "ndjson|text");
  status->add_flag("--check", line.check, "Print only what is wrong; exit 1 if anything is");

  add_command(app, line, "audit-rules", Command::audit_rules,
              "The audit rules that only this host can tell, on stdout");
}

Message usage(std::string problem) {
  return {kExitUsage, "audisp-kube: " + std::move(problem) + " (see audisp-kube --help)\n"};
}

}  // namespace

std::variant<CommandLine, Message> parse_command_line(int argc, const char* const* argv) {
  CommandLine line;
  CLI::App app(kDescription, "audisp-kube");
  app.set_version_flag("--version", "audisp-kube " AK_VERSION);
  app.require_subcommand(0, 1);
  add_commands(app, line);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    return Message{kExitDone, app.help()};
  } catch (const CLI::CallForVersion&) {
    return Message{kExitDone, "audisp-kube " AK_VERSION "\n"};
  } catch (const CLI::ParseError& error) {
    std::string problem = error.what();
    std::replace(problem.begin(), problem.end(), '\n', ' ');
    return usage(std::move(problem));
  }
  const bool files_before_command =
      !app.get_subcommands().empty() && app.get_option("FILE")->count() > 0;
  if (files_before_command) return usage("a FILE stands before the command");
  return line;
}

}  // namespace ak::app
