package io.knarr.runtime;

import io.knarr.files.Attributes;
import io.knarr.files.BatchWriting;
import io.knarr.files.Copying;
import io.knarr.files.Details;
import io.knarr.files.Listing;
import io.knarr.files.Presets;
import io.knarr.files.Reading;
import io.knarr.files.Relocation;
import io.knarr.files.Removal;
import io.knarr.files.Searching;
import io.knarr.files.TagSetting;
import io.knarr.files.Writing;
import io.knarr.identity.Namespace;
import io.knarr.ingest.AddLocations;
import io.knarr.ingest.AddResourceHandler;
import io.knarr.ingest.Consistency;
import io.knarr.ingest.EntryMaker;
import io.knarr.ingest.IndexHandler;
import io.knarr.ingest.Intake;
import io.knarr.ingest.LayerHandler;
import io.knarr.ingest.Rebuild;
import io.knarr.ingest.Reindex;
import io.knarr.ingest.ReindexHandler;
import io.knarr.ingest.SourceReader;
import io.knarr.ingest.TaskEnds;
import io.knarr.layers.DirectoryLayers;
import io.knarr.layers.LayerSettings;
import io.knarr.model.Embedder;
import io.knarr.parse.ParseOptions;
import io.knarr.recall.Digest;
import io.knarr.recall.Recall;
import io.knarr.retrieve.ConversationFiles;
import io.knarr.retrieve.Finder;
import io.knarr.retrieve.Fusion;
import io.knarr.retrieve.Hybrid;
import io.knarr.retrieve.RetrievalSettings;
import io.knarr.retrieve.Searcher;
import io.knarr.skills.SkillAdding;
import io.knarr.skills.SkillCheck;
import io.knarr.skills.SkillFinding;
import io.knarr.skills.SkillOverview;
import io.knarr.skills.SkillReading;
import io.knarr.skills.SkillRemoval;
import io.knarr.storage.Storage;
import io.knarr.tree.UploadStore;
import io.knarr.wire.AttributeOperations;
import io.knarr.wire.ContentOperations;
import io.knarr.wire.ContextSearch;
import io.knarr.wire.FileOperations;
import io.knarr.wire.IndexOperations;
import io.knarr.wire.ListSearch;
import io.knarr.wire.ObserverOperations;
import io.knarr.wire.OperationMeters;
import io.knarr.wire.Operations;
import io.knarr.wire.QueueStatusJson;
import io.knarr.wire.ResourceOperations;
import io.knarr.wire.ScanOperations;
import io.knarr.wire.SearchOperations;
import io.knarr.wire.SkillOperations;
import io.knarr.wire.StatsOperations;
import io.knarr.wire.SystemOperations;
import io.knarr.wire.TaskOperations;
import io.knarr.wire.UserSettingsOperations;
import io.knarr.work.Following;
import io.knarr.work.Handler;
import io.knarr.work.Job;
import io.knarr.work.Queue;
import io.knarr.work.RetryPolicy;
import io.knarr.work.Worker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything between the storage and the surfaces, put together by constructors. Making it does no I/O. */
final class Parts {
    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    /** Jobs of a queue that are taken and acknowledged together: one fsync of the index serves them all. */
    private static final int INDEX_BATCH = 32;

    /** Batches at once: while one is written down, the others keep the model busy. */
    private static final int INDEX_LANES = 4;

    /** Between two looks for uploads that nobody used in time. */
    private static final long SWEEP_MS = Duration.ofMinutes(10).toMillis();

    /** Between two looks whether the index lost something to a failing disk. */
    private static final long REPAIR_MS = Duration.ofSeconds(30).toMillis();

    private static final int LAYER_BATCH = 8;

    /** Of different sessions; those of one session are done one after the other. */
    private static final int COMMITS_AT_ONCE = 4;

    private static final int MAX_ATTEMPTS = 8;

    private final Vertx vertx;
    private final Settings settings;
    private final Watching watching;
    private final Pools pools;
    private final Storage storage;
    private final Models models;
    private final Clock clock;
    private final Following following;
    private final TaskEnds ends;
    private final Intake intake;
    private final Conversations conversations;
    private final List<Worker> workers;
    private volatile long sweeping = -1;
    private volatile long repairing = -1;

    Parts(Vertx vertx, Settings settings, Watching watching, Pools pools, Storage storage, Models models, Clock clock) {
        this.vertx = vertx;
        this.settings = settings;
        this.watching = watching;
        this.pools = pools;
        this.storage = storage;
        this.models = models;
        this.clock = clock;
        this.following = new Following(vertx, storage.work());
        this.ends = new TaskEnds(storage, following, QueueStatusJson::of, clock);
        this.intake = new Intake(storage, following, ends, clock);
        this.conversations = new Conversations(storage, pools.compute(), clock, settings.memory());
        this.workers = workers();
    }

    private List<Worker> workers() {
        LayerSettings layers = layerSettings();
        EntryMaker entries = entryMaker();
        ParseOptions options = parseOptions();
        return List.of(
                worker(Queue.EMBEDDING, new IndexHandler(storage, entries), INDEX_BATCH, INDEX_LANES),
                worker(
                        Queue.SEMANTIC,
                        new LayerHandler(
                                storage,
                                new DirectoryLayers(storage.tree(), pools.compute(), layers),
                                layers.freshnessRefreshRatio()),
                        LAYER_BATCH,
                        2),
                worker(
                        Queue.ADD_RESOURCE,
                        new AddResourceHandler(
                                storage, new SourceReader(storage, pools.compute(), options), pools.compute()),
                        1,
                        settings.queueWorkers().addResource().maxConcurrent()),
                worker(Queue.SESSION_COMMIT, conversations.handler(), 1, COMMITS_AT_ONCE),
                worker(Queue.REINDEX, new ReindexHandler(storage, pools.compute()), 1, 1));
    }

    private EntryMaker entryMaker() {
        return new EntryMaker(
                storage.tree(),
                models.embedder(),
                models.chunker(),
                pools.compute(),
                EntryMaker.Limits.DEFAULTS,
                clock);
    }

    private Worker worker(Queue queue, Handler handler, int batch, int concurrency) {
        Worker.Plan plan = new Worker.Plan(queue, handler, batch, concurrency, this::ended);
        return new Worker(
                vertx,
                storage.work(),
                plan,
                new RetryPolicy(MAX_ATTEMPTS, RandomGenerator.getDefault()),
                clock,
                watching.meters());
    }

    private void ended(List<Job> jobs) {
        following.ended(jobs);
        ends.ended(jobs);
    }

    private LayerSettings layerSettings() {
        Settings.Semantic semantic = settings.semantic();
        return new LayerSettings(
                semantic.abstractMaxChars(),
                semantic.overviewMaxChars(),
                semantic.maxFileContentChars(),
                LayerSettings.DEFAULTS.maxSkeletonChars(),
                semantic.overviewSampleLimit(),
                semantic.freshnessRefreshRatio());
    }

    private ParseOptions parseOptions() {
        Settings.Parsers.Markdown markdown = settings.parsers().markdown();
        ParseOptions defaults = ParseOptions.DEFAULT;
        return new ParseOptions(
                markdown.maxSectionSize(),
                markdown.maxSectionChars(),
                Math.min(defaults.smallSectionTokens(), markdown.maxSectionSize()),
                defaults.maxHeadingDepth(),
                true);
    }

    private Finder finder(Embedder embedder) {
        Settings.Retrieval retrieval = settings.retrieval();
        RetrievalSettings how = new RetrievalSettings(
                retrieval.hybrid() ? Hybrid.ON : Hybrid.OFF,
                retrieval.scorePropagationAlpha(),
                retrieval.hotnessAlpha(),
                settings.rerank().threshold(),
                retrieval.maxChildSearches());
        return new Finder(
                storage.index(),
                embedder,
                models.reranker(),
                how,
                new Fusion(Fusion.DEFAULT_WORD_WEIGHT),
                clock,
                watching.meters());
    }

    private Searcher searcher(Finder finder) {
        return new Searcher(
                finder,
                new ConversationFiles(storage.tree(), pools.compute()),
                storage.tree(),
                settings.retrieval().enableIntent() ? models.planner() : Optional.empty());
    }

    /** The tree by hand. */
    private Operations files(Namespace namespace, Reading reading) {
        Details details = new Details(storage);
        double freshnessRatio = settings.semantic().freshnessRefreshRatio();
        Writing writing = new Writing(storage, following, Parts::newGroup, freshnessRatio);
        return Operations.none()
                .and(new FileOperations(
                                namespace,
                                new Listing(storage.tree(), details, pools.compute()),
                                reading,
                                writing,
                                new Relocation(storage),
                                new Copying(storage, () -> UUID.randomUUID().toString()),
                                new Removal(storage, following, Parts::newGroup, freshnessRatio))
                        .operations())
                .and(new ContentOperations(
                                namespace,
                                reading,
                                writing,
                                new BatchWriting(storage, pools.compute(), following, Parts::newGroup))
                        .operations())
                .and(new AttributeOperations(
                                namespace, new Attributes(storage, reading, details), new TagSetting(storage, details))
                        .operations())
                .and(new ScanOperations(namespace, new Searching(storage, details, pools.compute())).operations());
    }

    /** Looking after what is there. */
    private Operations upkeep(Namespace namespace) {
        return Operations.none()
                .and(new IndexOperations(
                                namespace,
                                new Reindex(storage, following, ends),
                                new Consistency(storage, entryMaker(), pools.compute()),
                                storage.index())
                        .operations())
                .and(new UserSettingsOperations(namespace, new AddLocations(storage)).operations())
                .and(new StatsOperations(storage.index(), clock).operations());
    }

    /** What the surfaces offer. */
    Operations operations() {
        Namespace namespace = new Namespace(clock);
        Reading reading = new Reading(storage, pools.compute(), clock);
        Finder finder = finder(models.embedder());
        Searcher searcher = searcher(finder);
        ServerSettings.TempUpload uploads = settings.server().tempUpload();
        Operations withData = files(namespace, reading)
                .and(upkeep(namespace))
                .and(new SearchOperations(
                                new ListSearch(namespace, finder, searcher, reading, clock, watching.meters()),
                                contexts(namespace, searcher))
                        .operations())
                .and(new ResourceOperations(
                                namespace,
                                storage.uploads(),
                                intake,
                                new ResourceOperations.UploadLimits(
                                        uploads.defaultMode().equals("shared")
                                                ? UploadStore.Mode.SHARED
                                                : UploadStore.Mode.LOCAL,
                                        uploads.sharedMaxSizeBytes()))
                        .operations());
        Operations all = withData.and(skills(namespace, finder)).and(conversations.operations(namespace));
        Presets presets = new Presets(storage);
        return all.each((_, operation) ->
                        (caller, input) -> presets.ensure(caller).compose(_ -> operation.run(caller, input)))
                .and(new TaskOperations(storage.tasks(), intake).operations())
                .and(new SystemOperations(vertx, namespace, storage, models.embedder()).operations())
                .and(new ObserverOperations(storage, models::used, watching.local()).operations())
                .each(new OperationMeters(watching.meters())::around);
    }

    private ContextSearch contexts(Namespace namespace, Searcher searcher) {
        Settings.Retrieval retrieval = settings.retrieval();
        // Without a model of its own the planner is the writer.
        boolean plansItself = !models.planner().equals(models.writer());
        Digest digest = new Digest(models.planner(), plansItself, seconds(retrieval.recallRewriteTimeoutS()));
        Recall.Planning planning = new Recall.Planning(searcher::queries, seconds(retrieval.recallIntentTimeoutS()));
        return new ContextSearch(
                namespace,
                new Recall(models.embedder(), this::finder, storage.tree(), pools.compute(), digest, planning),
                clock);
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(1000 * seconds));
    }

    private Operations skills(Namespace namespace, Finder finder) {
        SkillOverview overviews =
                new SkillOverview(models.writer(), settings.semantic().overviewMaxChars());
        Removal removal = new Removal(
                storage, following, Parts::newGroup, settings.semantic().freshnessRefreshRatio());
        return new SkillOperations(
                        namespace,
                        new SkillAdding(storage, following, pools.compute(), overviews, Parts::newGroup),
                        new SkillReading(storage, pools.compute()),
                        new SkillFinding(finder, pools.compute()),
                        new SkillRemoval(storage.tree(), pools.compute(), removal),
                        new SkillCheck(pools.compute()),
                        new AddLocations(storage))
                .operations();
    }

    /** Ids of work that is followed without being a task. */
    private static String newGroup() {
        return "w:" + UUID.randomUUID();
    }

    /** Starts the background work; the storage is open. {@code indexed} is told when a rebuilt index is whole. */
    Future<Void> start(Runnable indexed) {
        workers.forEach(Worker::start);
        sweeping = vertx.setPeriodic(
                SWEEP_MS, _ -> storage.uploads().sweep().onFailure(cause -> LOG.warn("uploads_not_swept", cause)));
        Rebuild rebuild = new Rebuild(storage, following);
        repairing = vertx.setPeriodic(
                REPAIR_MS, _ -> rebuild.begin(indexed).onFailure(cause -> LOG.warn("index_not_rebuilt", cause)));
        return ends.recover().compose(_ -> rebuild.begin(indexed));
    }

    /** Takes no more jobs; those under way end or are delivered again later. */
    Future<Void> stop() {
        vertx.cancelTimer(sweeping);
        vertx.cancelTimer(repairing);
        return Future.join(workers.stream().map(Worker::stop).toList()).mapEmpty();
    }
}
