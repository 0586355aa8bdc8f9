// The way of the data, from bytes to alerts: framer, reader, normalizer, lineage, detections. The
// same for a log that is replayed and for auditd's stream. Constant memory; one thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "alert/alert.h"
#include "app/ended_watches.h"
#include "app/pipeline_state.h"
#include "app/raised_alerts.h"
#include "app/vitals.h"
#include "audit/reader.h"
#include "base/counters.h"
#include "base/time.h"
#include "detect/engine.h"
#include "detect/noise.h"
#include "detect/rule_set.h"
#include "event/normalize.h"
#include "input/line_framer.h"
#include "lineage/file_identities.h"
#include "lineage/lineage.h"

namespace ak::app {

class Pipeline {
 public:
  struct Options {
    std::string host_name{};              // of records that name no node; may be empty
    const ProcessSource* live = nullptr;  // none in replay
    const FileSource* files = nullptr;    // none in replay
    // For event.created. None in replay: the event's own time, so that two runs are the same.
    const Clock* clock = nullptr;
    LocalHost* local = nullptr;  // none in replay
    std::string host_id{};       // of the host of that name; may be empty
    bool with_extra = false;     // events carry all that their records say (Event::extra)
    Vitals* vitals = nullptr;    // none in replay
    bool is_log = false;         // records may have lost their order (assembler.h)
    // What exceptions, suppression and rate limits hold back is handed out too, and says so.
    bool all_matches = false;
  };
  using EventHandler = std::function<void(const Event&)>;
  using AlertHandler = std::function<void(const alert::Alert&)>;

  // What `options` points to, and `counters`, outlive the pipeline.
  Pipeline(const Options& options, Counters& counters);

  // Handlers run within feed(), end_source(), flush(), tick() and finish(), and must not call the
  // pipeline.
  void on_event(EventHandler handler) { event_handler_ = std::move(handler); }
  void on_alert(AlertHandler handler) { alert_handler_ = std::move(handler); }

  // From now on; until the first call no alerts are raised. A sequence that did not change keeps
  // its state. Returns those that were until now.
  detect::PreparedRules set_rules(detect::PreparedRules fresh) {
    watch(*fresh.rules);
    return engine_.set_rules(std::move(fresh));
  }
  void set_rules(std::shared_ptr<const detect::RuleSet> rules) {
    watch(*rules);
    engine_.set_rules(std::move(rules));
  }

  // event.sequence goes on after that number: an earlier run's last.
  void count_alerts_from(std::uint64_t last) { alert_count_ = last; }

  // The files that the rules are about are those whose names matter most (watched_files.h). Done
  // by set_rules(); alone where nothing is to be detected. Those of Kubernetes where they tell
  // none.
  void watch(const detect::RuleSet& rules) {
    std::vector<std::string> patterns = detect::path_patterns(rules);
    files_.watch(patterns.empty() ? WatchedFiles::of_kubernetes()
                                  : WatchedFiles(std::move(patterns)));
  }

  // From now on; until the first call every match is an alert. What was counted stays.
  void set_noise(std::shared_ptr<const detect::NoisePolicy> policy) {
    noise_.set_policy(std::move(policy));
  }

  // Whether events have event.original from now on.
  void keep_original(bool keeps) { reader_.keep_original(keeps); }

  // Takes in the processes that run now. Once, before the first bytes; nothing in replay.
  void scan_processes() {
    if (options_.clock != nullptr) lineage_.scan(options_.clock->now());
  }

  // Looks which of the known processes run no more; nothing in replay.
  void notice_ends() {
    if (options_.clock != nullptr) lineage_.notice_ends(options_.clock->now());
  }

  // Looks at the watched files as they are now. Before the first bytes, when the configuration is
  // loaded again, and when take_wanted_look() says so; nothing in replay.
  void scan_files() {
    files_.look(options_.clock);
    if (options_.files != nullptr) ended_watches_.look(*options_.files);
  }

  // Whether scan_files() is to be called for what happened since the last call. At once: a mount
  // came or went, or two files were exchanged, perhaps, so that names may be other files' now.
  // Soon: audit rules came or went, which may report a tree that was made before them, on a node
  // that has joined its cluster; or FileIdentities::take_outdated().
  enum class Look { none, soon, at_once };
  Look take_wanted_look();

  // Records of this host were lost before they were read.
  void note_loss() { files_.note_loss(options_.host_name); }

  void feed(std::string_view bytes);

  // The bytes of one file or stream are at their end. Another may follow: a rotated log's events
  // can begin in one file and end in the next.
  void end_source();

  // Completes the events that wait for more records: at the end, or when a live stream is silent.
  void flush() { reader_.flush(); }

  // Tells detections the present when a live stream is silent; is_waiting(): some wait for it.
  void tick(TimeMs now) { engine_.tick(now); }
  [[nodiscard]] bool is_waiting() const { return engine_.is_waiting(); }

  // Tells the tables' sizes.
  void measure(Gauges& tables) const;

  // Takes a line without its end: of a log that somebody else took apart.
  void feed_line(std::string_view line);

  // All that was learned from the records so far, and where in the stream they ended: what another
  // pipeline needs to go on. load(): of the bytes that write() made; false when they are not that,
  // nothing is known then. REQUIRES of load(): set_rules(), and nothing was fed.
  [[nodiscard]] PipelineState save() const;
  [[nodiscard]] bool load(std::string_view bytes);

  // Where a log of the stream is to be read on from; nothing before the first record.
  [[nodiscard]] std::optional<audit::ResumePoint> position() const { return reader_.position(); }
  void begin_at(audit::ResumePoint point) { reader_.begin_at(std::move(point)); }

  // Between the two, what is fed comes out of the stream's log, and the stream may bring it again.
  void begin_catch_up() { reader_.begin_catch_up(); }
  void end_catch_up() { reader_.end_catch_up(); }

  // Files may be others by now: something was missed. After a boot, processes are too, and the
  // rules were loaded.
  void forget_files() { files_.forget(); }
  void forget_processes() {
    lineage_.forget();
    ended_watches_.clear();
  }

  // Those are not raised, and not numbered, if they are found once more.
  void pass_over(RaisedAlerts raised) { raised_ = std::move(raised); }

  // The end of all: flush(), and what detections still hold back.
  void finish();

 private:
  void read_lines();
  void process(const audit::AuditEvent& audit_event);
  void note_changes(const Event& event);
  void evaluate(const Event& event);
  [[nodiscard]] bool load_noise(ByteReader& in);
  void alert(const detect::Engine::Match& match);

  const Options options_;
  Counters& counters_;
  const NormalizeOptions normalize_options_;
  FileIdentities files_;
  std::optional<input::LineFramer> framer_;
  audit::Reader reader_;
  Lineage lineage_;
  EndedWatches ended_watches_;
  detect::Engine engine_;
  detect::NoiseFilter noise_;
  EventHandler event_handler_;
  AlertHandler alert_handler_;
  std::uint64_t alert_count_ = 0;
  Look wanted_look_ = Look::none;  // by note_changes()
  RaisedAlerts raised_;            // in an earlier run
};

}  // namespace ak::app
