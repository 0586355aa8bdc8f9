#include "sink/configured_sink.h"

namespace ak::sink {
namespace {

struct Maker {
  const Context& context;

  std::unique_ptr<Sink> operator()(const SyslogOptions& options) const {
    return std::make_unique<SyslogSink>(options, context);
  }
  std::unique_ptr<Sink> operator()(const SocketOptions& options) const {
    return std::make_unique<SocketSink>(options, context);
  }
  std::unique_ptr<Sink> operator()(const ConnectOptions& options) const {
    return std::make_unique<ConnectSink>(options, context);
  }
  std::unique_ptr<Sink> operator()(const FileOptions& options) const {
    return std::make_unique<FileSink>(options, context);
  }
  std::unique_ptr<Sink> operator()(const StdoutOptions& options) const {
    return std::make_unique<StdoutSink>(options, context);
  }
};

}  // namespace

NamedSink make_sink(const SinkConfig& config, const Context& context) {
  return {config.name, config.filter, std::visit(Maker{context}, config.options)};
}

}  // namespace ak::sink
