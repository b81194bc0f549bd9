package io.knarr.storage.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The real disk, with something that happens before each step: it may fail, or look at what is there. */
final class ScriptedDisk implements Disk {
    private final Disk real = new PlainDiskBlocking();
    private final List<String> steps = new ArrayList<>();
    private volatile Script script = (_, _) -> {};

    /** What happens before a step. */
    interface Script {
        /** @param number of the step since the script began, from 0 */
        void before(int number, String step) throws IOException;
    }

    /** Also forgets the steps so far. */
    synchronized void play(Script newScript) {
        steps.clear();
        script = newScript;
    }

    /** As {@code step name}, since the script began. */
    synchronized List<String> steps() {
        return List.copyOf(steps);
    }

    private void before(String step, Path path) throws IOException {
        int number;
        synchronized (this) {
            number = steps.size();
            steps.add(step + " " + path.getFileName());
        }
        script.before(number, step);
    }

    @Override
    public FileChannel openForReading(Path file) throws IOException {
        before("open", file);
        return real.openForReading(file);
    }

    @Override
    public void create(Path file, byte[] content) throws IOException {
        before("create", file);
        real.create(file, content);
    }

    @Override
    public void append(Path file, byte[] content) throws IOException {
        before("append", file);
        real.append(file, content);
    }

    @Override
    public void copy(Path from, Path to) throws IOException {
        before("copy", from);
        real.copy(from, to);
    }

    @Override
    public void sync(Path path) throws IOException {
        before("sync", path);
        real.sync(path);
    }

    @Override
    public void syncAll(Collection<Path> paths) throws IOException {
        before("sync " + paths.size(), paths.iterator().next());
        real.syncAll(paths);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        before("rename", to);
        real.rename(from, to);
    }

    @Override
    public void makeDirectory(Path directory) throws IOException {
        before("make", directory);
        real.makeDirectory(directory);
    }

    @Override
    public void delete(Path path) throws IOException {
        before("delete", path);
        real.delete(path);
    }
}
