// Every cap of the program, each with its unit and its reason. Hostile input meets one of these
// before it meets the end of memory. What is dropped at a cap is counted (base/counters.h).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace ak::limits {

// base: a TOML file (configuration, detection). Elastic's largest rule file is under 100 kB. Depth
// counts brackets, and dots in one key, each: toml++ and our tree recurse over them.
inline constexpr std::size_t kMaxTomlBytes = 1024 * 1024;
inline constexpr std::size_t kMaxTomlDepth = 32;
inline constexpr std::size_t kMaxDiagnosticsPerFile = 50;  // complaints told about one file

// base: how deep JSON may nest. An alert has five levels; our reader's destructor recurses.
inline constexpr std::size_t kMaxJsonDepth = 64;

// input: auditd sends lines of at most 8970 bytes (MAX_AUDIT_MESSAGE_LENGTH); enrichment and
// other writers may exceed that, a line beyond this is not an audit record.
inline constexpr std::size_t kMaxLineBytes = 64 * 1024;
inline constexpr std::size_t kReadChunkBytes = 256 * 1024;  // one read(2): amortises the call

// audit: an event being assembled. A 2 MB argument list (ARG_MAX) comes as hex in about 600
// records.
inline constexpr std::size_t kMaxEventRecords = 4096;
inline constexpr std::size_t kMaxEventBytes = 8 * 1024 * 1024;
inline constexpr std::size_t kMaxOpenEvents = 1024;             // events not yet complete
inline constexpr std::size_t kMaxOpenBytes = 32 * 1024 * 1024;  // in all of them together
inline constexpr std::int64_t kEventTimeoutMs =
    2000;  // of event time; auditd's end_of_event_timeout
// Records that may still come for an event after its PROCTITLE, or after it fell silent, counted
// in records of the whole stream: tells disorder from an end when no EOE does.
inline constexpr std::uint64_t kGraceRecords = 32;
// The same that one of a log may be held back by another, which began before it and waits for more:
// who is in no hurry can wait for a quiet host's.
inline constexpr std::uint64_t kLogGraceRecords = 512;
// Event time falls back to that of the last records, of which these many tell (0.1 s of a busy
// node), when a clock was set back: no event waits for the former time.
inline constexpr std::uint64_t kClockRecords = 1024;
// An event whose node says nothing more is over after so many records of other nodes.
inline constexpr std::uint64_t kSilentRecords = 8192;
inline constexpr std::size_t kMaxClosedEvents = 4096;  // completed ids remembered, for late records
// The same while and after a log was caught up on: what auditd has queued of it (q_depth) comes
// again from its stream.
inline constexpr std::size_t kMaxCaughtUpEvents = 65536;
inline constexpr std::size_t kMaxNodeBytes = 255;     // node=; a host name has at most 253
inline constexpr std::size_t kMaxTypeBytes = 40;      // type=; the longest known has 22
inline constexpr std::size_t kMaxEnrichedNames = 64;  // of a record, after 0x1D; auditd writes 12
// Records before it in its event that a record is compared with, to find it sent twice.
inline constexpr std::size_t kDuplicateWindow = 64;
// Nodes of one stream that are known (700 bytes each). Serials: how far back a late event
// still closes its gap; a longer jump is another numbering (a minute at 10,000 events/s is
// 600,000).
inline constexpr std::size_t kMaxNodes = 1024;
inline constexpr std::uint64_t kSerialWindow = 4096;
inline constexpr std::uint64_t kMaxSerialGap = 1024 * 1024;

// event: one event's arguments. More are dropped and process.args_count still counts them.
inline constexpr std::size_t kMaxArgs = 65536;
inline constexpr std::size_t kMaxArgsBytes = 4 * 1024 * 1024;

// event: an event's PATH records that are resolved. A system call has six at most that name files
// (an exchange of two); those of a file system's own work have no names. More have no path.
inline constexpr std::size_t kMaxResolvedItems = 64;

// event: differently named fields of one record that are printed under their names. The kernel's
// SYSCALL record has 27.
inline constexpr std::size_t kMaxRecordFields = 64;

// lineage: processes remembered, all hosts together (about 1 KB each), and what one may hold.
inline constexpr std::size_t kMaxProcesses = 32768;
inline constexpr std::size_t kMaxProgramBytes = 64 * 1024 * 1024;  // their names and arguments
inline constexpr std::size_t kMaxPreviousPrograms = 8;             // that one process ran before
inline constexpr std::size_t kMaxProcessArgsBytes = 4096;
inline constexpr std::size_t kMaxProcessNameBytes = 4096;  // PATH_MAX

inline constexpr std::size_t kMaxSessions = 4096;  // audit sessions remembered, all hosts together
inline constexpr std::size_t kMaxAncestors = 20;   // told of a process, as Elastic Defend does
inline constexpr std::size_t kMaxCgroupBytes = 64 * 1024;  // of /proc/<pid>/cgroup

// lineage: names of files and directories remembered, all hosts together (about 400 bytes each), of
// them those that are watched or lead there, and never make room for others. A node has some
// dozens; many homes can be mounted.
inline constexpr std::size_t kMaxFiles = 65536;
inline constexpr std::size_t kMaxPinnedFiles = 16384;
inline constexpr std::size_t kMaxFileNameBytes = 255;  // NAME_MAX; no file has a longer name
inline constexpr std::size_t kMaxFileDepth = 128;      // directories above a file
inline constexpr std::size_t kMaxStrayNames = 1024;    // FileTable::note_stray(): 40 bytes each
inline constexpr std::size_t kMaxFileAliases = 4;  // identities under one name, names of one file
// Other paths of a file, which are kept as text: one (PATH_MAX; names at descriptors can make a
// longer one), and all together, which is room for 4096 of the longest.
inline constexpr std::size_t kMaxOtherPathBytes = 4096;
inline constexpr std::size_t kMaxOtherPathsBytes = 16 * 1024 * 1024;
// Of /proc/self/mountinfo: 100,000 mounts (fs.mount-max) of 640 bytes. Beyond it nothing is looked
// at. Places which are told not to be looked at, and links whose targets are remembered.
inline constexpr std::size_t kMaxMountInfoBytes = 64 * 1024 * 1024;
inline constexpr std::size_t kMaxToldMounts = 64;
inline constexpr std::size_t kMaxLinkTargets = 1024;

// How long it may take to look at a user's file, or to read a process's arguments, how many of
// those that never came back are left to themselves, for how long whoever had one wait is let
// alone, and how many are: of more, all users. A disk is slow at times, memory seldom.
inline constexpr std::chrono::milliseconds kLookPatience{5000};
inline constexpr std::chrono::milliseconds kErrandPatience{1000};
inline constexpr std::size_t kMaxLostErrands = 4;
inline constexpr std::chrono::minutes kErrandPenalty{10};
inline constexpr std::size_t kMaxShunned = 16;

// Watched names that are links, of which it is known where they lead.
inline constexpr std::size_t kMaxWatchedLinks = 1024;
// Paths that the kernel reports no more of which it is told.
inline constexpr std::size_t kMaxEndedWatches = 64;
// Names passed in search of watched files, for each that may be found: a directory can be full of
// others. A look at the start passes twice 131072 at most, in about a second.
inline constexpr std::size_t kMaxNamesPerWatchedFile = 8;
inline constexpr std::size_t kMaxNamesPerMovedFile = 2;  // of those below, nearly all are files
// Looked at for one event: what a renamed directory carries along, and the names among which these
// are sought: directories have names too.
inline constexpr std::size_t kMaxMovedFiles = 1024;
inline constexpr std::size_t kMaxMovedNames = 4 * kMaxMovedFiles;

// eql: a query. Elastic's longest is under 20 kB and 12 levels.
inline constexpr std::size_t kMaxQueryBytes = 256 * 1024;
inline constexpr std::size_t kMaxQueryDepth = 128;
inline constexpr std::size_t kMaxQueryNodes = 65536;
inline constexpr std::size_t kMaxFunctionArguments = 1000;  // of those that take any number
// A sequence: Elasticsearch repeats an item at most 100 times; days keep milliseconds in range.
inline constexpr std::size_t kMaxRuns = 100;
inline constexpr std::size_t kMaxSequenceItems = 64;
inline constexpr std::int64_t kMaxSpanDays = 365;
// What one expression may make: a text; and how much text is read again for each value of a field
// that has several, beyond which the values left are not looked at.
inline constexpr std::size_t kMaxExpressionText = 4 * 1024 * 1024;
inline constexpr std::size_t kMaxRereadBytes = 64 * 1024 * 1024;
// The compiled form and the cache of one regex operator's list; RE2 slows down beyond it, and
// stays linear.
inline constexpr std::int64_t kMaxRegexBytes = 4 * 1024 * 1024;

// detect: a tree of rule files. Elastic's own has some 2,200 files four directories deep.
inline constexpr std::size_t kMaxRuleFiles = 20000;
inline constexpr std::size_t kMaxRuleTreeDepth = 16;

// detect: sequences and samples. The oldest pending ones are forgotten first. A pending sequence
// takes 2 to 5 kB for each event: a rule's share is some thousand of them on each host.
inline constexpr std::size_t kMaxRuleSequenceBytes = 8 * 1024 * 1024;  // of one rule on one host
inline constexpr std::size_t kMaxSequenceBytes = 64 * 1024 * 1024;     // of all
inline constexpr std::size_t kMaxKeptValueBytes = 1024;  // a field of an event that is kept
inline constexpr std::size_t kMaxJoinKeys = 64;  // of one event, by fields of several values
inline constexpr std::size_t kMaxSequenceHosts = 256;
inline constexpr std::size_t kMaxSortedBytes = 16 * 1024 * 1024;  // of one host's last two seconds

// detect: exceptions, each tried on every alert of its detection.
inline constexpr std::size_t kMaxExceptions = 4096;
// detect: groups of alerts whose repeats are suppressed (some 500 bytes each; a rate limit of 60 a
// minute makes as many in four hours), and what one may hold of an attacker's text: two paths, each
// of a directory and a name of PATH_MAX. An alert with more repeats no other.
inline constexpr std::size_t kMaxSuppressedGroups = 16384;
inline constexpr std::size_t kMaxSuppressedBytes = 16 * 1024 * 1024;  // of all groups
inline constexpr std::size_t kMaxGroupKeyBytes = 16 * 1024;
inline constexpr std::int64_t kMaxSuppressionDays = 30;
// detect: rate limits, one for each detection on each host; numbers that keep products in range.
inline constexpr std::size_t kMaxRateLimits = 8192;
inline constexpr std::int64_t kMaxAlertsPerMinute = 1'000'000;
inline constexpr std::int64_t kMaxAlertBurst = 1'000'000;

// coverage: a file of audit rules.
inline constexpr std::size_t kMaxRuleFileBytes = 4 * 1024 * 1024;

// alert: what one alert may carry of an attacker's text. A longer value is cut and marked.
inline constexpr std::size_t kMaxAlertValueBytes = 16 * 1024;
inline constexpr std::size_t kMaxAlertArgs = 1024;
inline constexpr std::size_t kMaxAlertArgsBytes = 64 * 1024;  // all arguments together
inline constexpr std::size_t kMaxAlertEvents = 32;            // of a sequence, beside its last
inline constexpr std::size_t kMaxSoughtSecrets =
    16;  // each is looked for in up to 4 MB of arguments
// alert: what a site may add to what is redacted. An option's name is longer nowhere; a pattern and
// the memory that it takes compiled; matches in one text, and how much of it is read again for
// them.
inline constexpr std::size_t kMaxRedactOptions = 256;
inline constexpr std::size_t kMaxRedactOptionBytes = 64;
inline constexpr std::size_t kMaxRedactPatterns = 16;
inline constexpr std::size_t kMaxRedactPatternBytes = 1024;
inline constexpr std::int64_t kMaxRedactRegexBytes = 512 * 1024;
inline constexpr std::size_t kMaxRedactMatches = 256;
inline constexpr std::size_t kMaxRedactReadBytes = 16 * 1024 * 1024;

// alert: what every format's shortest form fits into, whatever the alert holds. Two thirds of it
// are names of detections and events made of characters that JSON writes as six.
inline constexpr std::size_t kMinRenderedBytes = 1536;

// store: alerts that wait for a sink, with the configuration's defaults and its extremes. An alert
// has 2 to 4 kB. A day of one a second fits; a week is what a collector may be away.
inline constexpr std::size_t kDefaultStoredAlerts = 100000;
inline constexpr std::size_t kMaxStoredAlerts = 10'000'000;
inline constexpr std::size_t kDefaultStoredBytes = 256 * 1024 * 1024;
inline constexpr std::size_t kMinStoredBytes = 1024 * 1024;
inline constexpr std::size_t kMaxStoredBytes = std::size_t{64} * 1024 * 1024 * 1024;
inline constexpr std::int64_t kDefaultStoredAgeMs = std::int64_t{7} * 24 * 3600 * 1000;
inline constexpr std::int64_t kMinStoredAgeMs = 60 * 1000;
inline constexpr std::int64_t kMaxStoredAgeMs = std::int64_t{3650} * 24 * 3600 * 1000;
// SQLite's write-ahead log is written back when it has grown to this.
inline constexpr std::size_t kMaxStoreLogBytes = 4 * 1024 * 1024;
// Alerts whose identity is remembered after their delivery: those that a log read again after a
// restart can raise once more.
inline constexpr std::int64_t kRecentAlertsMs = 10 * 60 * 1000;
inline constexpr std::size_t kMaxRecentAlerts = 10000;
// Read for a sink at a time.
inline constexpr std::size_t kPageRows = 64;
inline constexpr std::size_t kPageBytes = 1024 * 1024;

// Kept in memory while the store cannot be written.
inline constexpr std::size_t kMaxHeldAlerts = 10000;
inline constexpr std::size_t kMaxHeldBytes = 16 * 1024 * 1024;

// sink: alerts on the way to the store, and one client of the socket that does not read.
inline constexpr std::size_t kMaxQueuedAlerts = 10000;
inline constexpr std::size_t kMaxQueuedBytes = 8 * 1024 * 1024;
inline constexpr std::size_t kMaxSinks = 16;
// How long a receiver must live on for what it has read to be safe with it.
inline constexpr std::chrono::milliseconds kConfirmationHold{3000};
inline constexpr std::size_t kMaxPostponedHooks = 8;  // waiting for the store to be writable again
inline constexpr std::size_t kMaxSocketClients = 64;
inline constexpr std::size_t kMaxClientBytes = 1024 * 1024;
// A syslog packet. rsyslog cuts at 8 kB unless maxMessageSize is raised, and cut JSON is useless;
// 64 kB is what an AF_UNIX datagram holds with the kernel's default socket buffer to spare.
// RFC 5424, 6.1: every receiver takes 480 bytes, and should take 2048; an alert needs as much.
inline constexpr std::size_t kDefaultSyslogBytes = 8000;
inline constexpr std::size_t kMinSyslogBytes = 2048;
inline constexpr std::size_t kMaxSyslogBytes = 64 * 1024;

// coverage: rules derived for one host, each about 1 KB of kernel memory. At most 24 for a home.
inline constexpr std::size_t kMaxHostRules = 16384;

// app: how far apart two looks at the watched files are where loaded rules are the reason. With
// tables full of files a look takes some 50 ms.
inline constexpr std::chrono::milliseconds kLookInterval{250};

// app: the state that is kept over a restart. Full tables and sequences take some 80 MB.
inline constexpr std::size_t kMaxStateBytes = 128 * 1024 * 1024;
// Of auditd's log read after a restart. auditd's queue waits meanwhile: about a second for 100 MB.
inline constexpr std::size_t kMaxCatchUpBytes = 1024 * 1024 * 1024;

// app: this host's accounts (a large university's passwd has some 50,000 lines of 100 bytes), and
// auditd's configuration.
inline constexpr std::size_t kMaxAccounts = 65536;
inline constexpr std::size_t kMaxAccountsBytes = 8 * 1024 * 1024;
inline constexpr std::size_t kMaxAccountNameBytes = 255;
inline constexpr std::size_t kMaxAuditdConfBytes = 64 * 1024;
// Descriptors: socket clients, sinks, the store, and some to spare. Records that come while a
// predecessor ends: some seconds at 10,000 events/s.
inline constexpr std::size_t kWantedDescriptors = 1024;
inline constexpr std::size_t kMaxEarlyBytes = 32 * 1024 * 1024;
inline constexpr std::size_t kMaxStatusBytes = 1024 * 1024;  // of the daemon's answer

}  // namespace ak::limits
