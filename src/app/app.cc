#include "app/app.h"

#include <csignal>
#include <cstdio>
#include <variant>

#include "app/cli.h"
#include "app/daemon.h"
#include "app/environment.h"
#include "app/inspect.h"
#include "app/replay.h"
#include "app/status_command.h"

namespace ak::app {

int run(int argc, char** argv) {
  open_standard_descriptors();
  std::signal(SIGPIPE, SIG_IGN);  // a reader that is gone shows as EPIPE
  const std::variant<CommandLine, Message> parsed = parse_command_line(argc, argv);
  if (const auto* message = std::get_if<Message>(&parsed)) {
    std::fputs(message->text.c_str(), message->exit_code == 0 ? stdout : stderr);
    return message->exit_code;
  }
  const auto& line = std::get<CommandLine>(parsed);
  switch (line.command) {
    case Command::replay:
      return run_replay(line);
    case Command::events:
      return run_events(line);
    case Command::daemon:
      return run_daemon(line);
    case Command::check:
      return run_check(line);
    case Command::detections:
      return run_detections(line);
    case Command::status:
      return run_status(line);
    case Command::audit_rules:
      return run_audit_rules();
  }
  return 0;
}

}  // namespace ak::app
