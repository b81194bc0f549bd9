package io.knarr.storage;

import io.knarr.fault.Rounds;
import io.knarr.identity.AccountId;
import io.knarr.tree.TreeStore;
import io.vertx.core.Future;
import java.util.List;

/** Makes changes in a tree, one after the other. */
public final class TreeChanges {
    private TreeChanges() {}

    /** Stops at the first that fails; those before it stay. */
    public static Future<Void> make(TreeStore tree, AccountId account, List<TreeChange> changes) {
        return Rounds.each(changes, change -> make(tree, account, change));
    }

    private static Future<?> make(TreeStore tree, AccountId account, TreeChange change) {
        return switch (change) {
            case TreeChange.Write write -> tree.write(account, write.file(), write.content(), write.mode());
            case TreeChange.WriteAll all -> tree.writeAll(account, all.directory(), all.contents());
            case TreeChange.MakeDirectory made -> tree.makeDirectory(account, made.directory());
            case TreeChange.Delete gone -> tree.delete(account, gone.uri());
            case TreeChange.Move moved -> tree.move(account, moved.from(), moved.to());
            case TreeChange.Copy copied -> tree.copy(account, copied.from(), copied.to());
        };
    }
}
