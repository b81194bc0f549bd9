package io.knarr.architecture;

import io.knarr.architecture.Bytecode.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which calls may keep a thread waiting: for a disk, a network, another process, another thread, or a long computation. */
final class BlockingCalls {
    /** Classes of which every method counts. */
    private static final List<String> WHOLE = List.of(
            "java/nio/file/Files",
            "java/nio/channels/FileChannel",
            "java/nio/channels/FileLock",
            "java/nio/channels/SocketChannel",
            "java/nio/channels/ServerSocketChannel",
            "java/nio/channels/Selector",
            "java/io/FileInputStream",
            "java/io/FileOutputStream",
            "java/io/FileReader",
            "java/io/FileWriter",
            "java/io/RandomAccessFile",
            "java/net/Socket",
            "java/net/ServerSocket",
            "java/net/HttpURLConnection",
            "java/net/URLConnection",
            "java/util/zip/ZipFile",
            "java/sql/",
            "javax/sql/",
            "org/sqlite/",
            "org/apache/lucene/index/IndexWriter",
            "org/apache/lucene/index/IndexReader",
            "org/apache/lucene/index/DirectoryReader",
            "org/apache/lucene/index/StandardDirectoryReader",
            "org/apache/lucene/index/LeafReader",
            "org/apache/lucene/search/IndexSearcher",
            "org/apache/lucene/search/SearcherManager",
            "org/apache/lucene/search/ReferenceManager",
            "org/apache/lucene/store/",
            "ai/onnxruntime/");

    /** Methods by name, whatever their parameters. */
    private static final Map<String, Set<String>> METHODS = Map.ofEntries(
            Map.entry("java/lang/Thread", Set.of("sleep", "join", "onSpinWait")),
            Map.entry("java/lang/Object", Set.of("wait")),
            Map.entry("java/lang/Process", Set.of("waitFor", "onExit")),
            Map.entry("java/lang/ProcessBuilder", Set.of("start")),
            Map.entry("java/lang/Runtime", Set.of("exec", "gc")),
            Map.entry("java/lang/Class", Set.of("getResource", "getResourceAsStream")),
            Map.entry("java/lang/ClassLoader", Set.of("getResource", "getResources", "getResourceAsStream")),
            Map.entry(
                    "java/io/File",
                    Set.of("exists", "length", "delete", "list", "listFiles", "mkdir", "mkdirs", "createTempFile")),
            Map.entry(
                    "java/io/InputStream",
                    Set.of("read", "readAllBytes", "readNBytes", "skip", "skipNBytes", "transferTo")),
            Map.entry("java/net/InetAddress", Set.of("getByName", "getAllByName", "getLocalHost", "isReachable")),
            Map.entry("java/net/URL", Set.of("openStream", "openConnection", "getContent")),
            Map.entry("java/net/http/HttpClient", Set.of("send")),
            Map.entry("java/util/concurrent/Callable", Set.of("call")),
            Map.entry("java/util/concurrent/Future", Set.of("get")),
            Map.entry("java/util/concurrent/CompletableFuture", Set.of("get", "join")),
            Map.entry("java/util/concurrent/CountDownLatch", Set.of("await")),
            Map.entry("java/util/concurrent/CyclicBarrier", Set.of("await")),
            Map.entry("java/util/concurrent/Semaphore", Set.of("acquire", "acquireUninterruptibly")),
            Map.entry("java/util/concurrent/BlockingQueue", Set.of("put", "take")),
            Map.entry("java/util/concurrent/LinkedBlockingQueue", Set.of("put", "take")),
            Map.entry(
                    "java/util/concurrent/ExecutorService",
                    Set.of("awaitTermination", "invokeAll", "invokeAny", "close")),
            Map.entry("java/util/concurrent/locks/Lock", Set.of("lock", "lockInterruptibly")),
            Map.entry("java/util/concurrent/locks/ReentrantLock", Set.of("lock", "lockInterruptibly")),
            Map.entry(
                    "java/util/concurrent/locks/ReentrantReadWriteLock$ReadLock", Set.of("lock", "lockInterruptibly")),
            Map.entry(
                    "java/util/concurrent/locks/ReentrantReadWriteLock$WriteLock", Set.of("lock", "lockInterruptibly")),
            Map.entry("java/util/concurrent/locks/StampedLock", Set.of("readLock", "writeLock")),
            Map.entry("java/util/concurrent/locks/Condition", Set.of("await", "awaitNanos", "awaitUninterruptibly")),
            Map.entry("java/util/concurrent/locks/LockSupport", Set.of("park", "parkNanos", "parkUntil")),
            Map.entry("io/vertx/core/Future", Set.of("await")));

    private static final String VERTX_FILES = "io/vertx/core/file/";

    private BlockingCalls() {}

    static boolean contains(Method call) {
        String owner = call.owner();
        return WHOLE.stream().anyMatch(start -> start.endsWith("/") ? owner.startsWith(start) : owner.equals(start))
                || METHODS.getOrDefault(owner, Set.of()).contains(call.name())
                || (owner.startsWith(VERTX_FILES) && call.name().endsWith("Blocking"));
    }
}
