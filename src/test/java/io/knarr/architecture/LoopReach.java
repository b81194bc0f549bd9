package io.knarr.architecture;

import io.knarr.architecture.Bytecode.Body;
import io.knarr.architecture.Bytecode.ClassCode;
import io.knarr.architecture.Bytecode.Lambda;
import io.knarr.architecture.Bytecode.Method;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everything that may run on an event loop, and what of it may block.
 *
 * <p>It begins with every method that returns a Vert.x future, and with all of the verticles: those are what handlers call. From
 * there it follows calls, to every class of ours that may be meant, and into lambdas: one that becomes an interface of ours
 * where that interface is called; one that becomes an interface of the JDK or of Vert.x where it is made, since whoever takes
 * it runs it on the same thread. Only a {@code Callable} is not followed: that is what a {@code Pool} takes. (Calling one
 * counts as blocking, so nobody runs it on the loop instead.)
 *
 * <p>Not seen: reflection, and what libraries do inside.
 */
final class LoopReach {
    private static final String CALLABLE = "java/util/concurrent/Callable";
    private static final String FUTURE = ")Lio/vertx/core/Future;";
    private static final String VERTICLE = "io/vertx/core/VerticleBase";
    private static final String BLOCKING = "Blocking";

    private final Map<String, ClassCode> types;
    private final Map<String, List<Lambda>> lambdasOf = new LinkedHashMap<>();
    private final Map<String, Set<String>> below = new LinkedHashMap<>();
    private final Map<Method, Optional<Method>> cameFrom = new LinkedHashMap<>();
    private final Deque<Method> open = new ArrayDeque<>();
    private final List<Finding> findings = new ArrayList<>();

    /**
     * One place that may block a loop.
     *
     * @param where the method, as {@code Outer$Inner.method}
     * @param what the call, or {@code monitor}
     * @param way from where a loop comes in to here
     */
    record Finding(String where, String what, String way) {
        @Override
        public String toString() {
            return where + " -> " + what + "\n      by " + way;
        }
    }

    private LoopReach(Bytecode bytecode) {
        this.types = bytecode.types();
        for (ClassCode type : types.values()) {
            ancestors(type.name())
                    .forEach(parent -> below.computeIfAbsent(parent, _ -> new LinkedHashSet<>())
                            .add(type.name()));
            type.methods().values().stream()
                    .flatMap(body -> body.lambdas().stream())
                    .forEach(lambda -> lambdasOf
                            .computeIfAbsent(lambda.type(), _ -> new ArrayList<>())
                            .add(lambda));
        }
    }

    static List<Finding> findings(Bytecode bytecode) {
        LoopReach reach = new LoopReach(bytecode);
        reach.walk();
        return reach.findings;
    }

    private void walk() {
        for (ClassCode type : types.values()) {
            boolean verticle = ancestors(type.name()).contains(VERTICLE);
            for (Method method : type.methods().keySet()) {
                boolean entered = method.descriptor().endsWith(FUTURE) && !isLambda(method);
                if (!isBlocking(type.name()) && (entered || verticle) && !method.isSetup()) {
                    reach(method, Optional.empty());
                }
            }
        }
        while (!open.isEmpty()) {
            Method method = open.pop();
            Body body = methods(method.owner()).get(method);
            if (body != null) {
                look(method, body);
            }
        }
    }

    private Map<Method, Body> methods(String type) {
        ClassCode code = types.get(type);
        return code == null ? Map.of() : code.methods();
    }

    private static boolean isLambda(Method method) {
        return method.name().startsWith("lambda$");
    }

    private void look(Method method, Body body) {
        if (body.monitor()) {
            found(method, "monitor");
        }
        body.calls().forEach(call -> call(method, call));
        for (Lambda lambda : body.lambdas()) {
            if (!lambda.type().equals(CALLABLE) && !types.containsKey(lambda.type())) {
                call(method, lambda.target());
            }
        }
        for (String touched : body.touched()) {
            reach(new Method(touched, "<clinit>", "()V"), Optional.of(method));
        }
        body.made().stream().filter(types::containsKey).forEach(made -> calledBack(method, made));
    }

    private void call(Method from, Method call) {
        if (BlockingCalls.contains(call)) {
            found(from, call.owner().substring(call.owner().lastIndexOf('/') + 1) + "." + call.name());
        } else {
            meant(call).forEach(target -> reach(target, Optional.of(from)));
        }
    }

    /** What of ours a call may run: the method itself or what it inherits, what overrides it, lambdas of its interface. */
    private Set<Method> meant(Method call) {
        Set<Method> targets = new LinkedHashSet<>();
        List<String> candidates = new ArrayList<>(List.of(call.owner()));
        candidates.addAll(ancestors(call.owner()));
        if (!call.isSetup()) {
            candidates.addAll(below.getOrDefault(call.owner(), Set.of()));
        }
        for (String candidate : candidates) {
            Method method = new Method(candidate, call.name(), call.descriptor());
            if (methods(candidate).containsKey(method)) {
                targets.add(method);
            }
        }
        if (types.containsKey(call.owner())) {
            lambdasOf.getOrDefault(call.owner(), List.of()).stream()
                    .map(Lambda::target)
                    .forEach(targets::add);
        }
        return targets;
    }

    /** Methods of a new object that a library knows by one of its interfaces. */
    private void calledBack(Method from, String made) {
        for (String parent : ancestors(made)) {
            if (types.containsKey(parent) || parent.equals(CALLABLE) || parent.equals("java/lang/Object")) {
                continue;
            }
            Set<String> known = publicMethods(parent);
            methods(made).keySet().stream()
                    .filter(method -> known.contains(method.name()) && !method.isSetup())
                    .forEach(method -> reach(method, Optional.of(from)));
        }
    }

    private static Set<String> publicMethods(String type) {
        try {
            Class<?> loaded = Class.forName(type.replace('/', '.'), false, LoopReach.class.getClassLoader());
            return Arrays.stream(loaded.getMethods())
                    .filter(method -> method.getDeclaringClass() != Object.class)
                    .map(java.lang.reflect.Method::getName)
                    .collect(Collectors.toSet());
        } catch (ClassNotFoundException missing) {
            throw new IllegalStateException("not on the class path: " + type, missing);
        }
    }

    private void reach(Method method, Optional<Method> from) {
        if (methods(method.owner()).containsKey(method) && cameFrom.putIfAbsent(method, from) == null) {
            open.add(method);
        }
    }

    private void found(Method where, String what) {
        List<String> way = new ArrayList<>();
        for (Optional<Method> step = Optional.of(where);
                step.isPresent();
                step = cameFrom.getOrDefault(step.get(), Optional.empty())) {
            way.add(step.get().shown());
        }
        Finding finding = new Finding(where.shown(), what, String.join(" < ", way));
        if (findings.stream()
                .noneMatch(known ->
                        known.where().equals(finding.where()) && known.what().equals(what))) {
            findings.add(finding);
        }
    }

    private static boolean isBlocking(String type) {
        return Arrays.stream(type.substring(type.lastIndexOf('/') + 1).split("\\$"))
                .anyMatch(name -> name.endsWith(BLOCKING));
    }

    private Set<String> ancestors(String name) {
        Set<String> seen = new LinkedHashSet<>();
        Deque<String> left = new ArrayDeque<>(List.of(name));
        while (!left.isEmpty()) {
            ClassCode type = types.get(left.pop());
            if (type != null) {
                type.parents().stream().filter(seen::add).forEach(left::add);
            }
        }
        return seen;
    }
}
