// A sink as the configuration describes it, and the making of it.
#pragma once

#include <memory>
#include <string>
#include <variant>

#include "sink/connect_sink.h"
#include "sink/file_sink.h"
#include "sink/filter.h"
#include "sink/outlet.h"
#include "sink/socket_sink.h"
#include "sink/stdout_sink.h"
#include "sink/syslog_sink.h"

namespace ak::sink {

struct SinkConfig {
  std::string name;
  bool enabled = true;
  Filter filter;
  std::variant<SyslogOptions, SocketOptions, ConnectOptions, FileOptions, StdoutOptions> options;

  bool operator==(const SinkConfig&) const = default;
};

NamedSink make_sink(const SinkConfig& config, const Context& context);

}  // namespace ak::sink
