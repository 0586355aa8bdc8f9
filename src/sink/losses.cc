#include "sink/losses.h"

#include <utility>

#include "alert/notice.h"

namespace ak::sink {

void Losses::add(const std::string& sink, std::uint64_t alerts) {
  if (alerts == 0) return;
  untold_[sink] += alerts;
  totals_[sink] += alerts;
}

std::optional<Message> Losses::notice(SteadyTime now, TimeMs wall, bool at_once) {
  if (untold_.empty()) return std::nullopt;
  if (!at_once && last_ && now - *last_ < interval_) return std::nullopt;
  last_ = now;
  alert::LossNotice told;
  told.host_name = host_name_;
  told.created = wall;
  for (const auto& [sink, lost] : totals_) {
    const auto untold = untold_.find(sink);
    told.sinks.push_back({sink, untold == untold_.end() ? 0 : untold->second, lost});
  }
  untold_.clear();

  Message message;
  message.json = alert::to_json(told);
  message.kind = MessageKind::notice;
  message.severity = detect::RuleSeverity::high;
  message.created = wall;
  message.topic = "alerts-lost";
  return message;
}

}  // namespace ak::sink
