package io.knarr.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What methods do, read from class files: whom they call, which lambdas they make, whether they hold monitors. ArchUnit has
 * the calls of a lambda as calls of the method around it; which thread runs them is just what has to be told apart here.
 * Names are those of class files: {@code java/util/List}.
 */
final class Bytecode {
    private final Map<String, ClassCode> types = new LinkedHashMap<>();

    /** A class and what its methods do. */
    record ClassCode(String name, List<String> parents, Map<Method, Body> methods) {}

    /** A method, by its descriptor. */
    record Method(String owner, String name, String descriptor) {
        boolean isSetup() {
            return name.equals("<init>") || name.equals("<clinit>");
        }

        /** {@code Outer$Inner.method}. */
        String shown() {
            return owner.substring(owner.lastIndexOf('/') + 1) + "." + name;
        }
    }

    /** A lambda or method reference: the interface it becomes and the method it runs. */
    record Lambda(String type, Method target) {}

    /**
     * What one method does.
     *
     * @param touched classes that are made or whose static members are used: their static parts may run now
     * @param made classes that are made
     */
    record Body(List<Method> calls, List<Lambda> lambdas, Set<String> touched, Set<String> made, boolean monitor) {}

    /** Reads every class below a directory. */
    static Bytecode below(Path directory) {
        Bytecode read = new Bytecode();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                read.add(ClassFile.of().parse(file));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return read;
    }

    Map<String, ClassCode> types() {
        return types;
    }

    private void add(ClassModel model) {
        String name = model.thisClass().asInternalName();
        List<String> parents = new ArrayList<>();
        model.superclass().ifPresent(parent -> parents.add(parent.asInternalName()));
        model.interfaces().forEach(parent -> parents.add(parent.asInternalName()));
        Map<Method, Body> methods = new LinkedHashMap<>();
        for (MethodModel method : model.methods()) {
            Method key = new Method(
                    name, method.methodName().stringValue(), method.methodType().stringValue());
            methods.put(key, body(method));
        }
        types.put(name, new ClassCode(name, parents, methods));
    }

    private static Body body(MethodModel method) {
        List<Method> calls = new ArrayList<>();
        List<Lambda> lambdas = new ArrayList<>();
        Set<String> touched = new LinkedHashSet<>();
        Set<String> made = new LinkedHashSet<>();
        boolean monitor = method.flags().has(AccessFlag.SYNCHRONIZED);
        for (CodeElement element : method.code().map(CodeModel::elementList).orElse(List.of())) {
            switch (element) {
                case InvokeInstruction call -> {
                    calls.add(new Method(
                            call.owner().asInternalName(),
                            call.name().stringValue(),
                            call.type().stringValue()));
                    if (call.opcode() == Opcode.INVOKESTATIC) {
                        touched.add(call.owner().asInternalName());
                    }
                }
                case FieldInstruction field -> {
                    if (field.opcode().name().endsWith("STATIC")) {
                        touched.add(field.owner().asInternalName());
                    }
                }
                case NewObjectInstruction creation -> {
                    touched.add(creation.className().asInternalName());
                    made.add(creation.className().asInternalName());
                }
                case MonitorInstruction _ -> monitor = true;
                case InvokeDynamicInstruction dynamic -> lambda(dynamic).ifPresent(lambdas::add);
                default -> {}
            }
        }
        return new Body(calls, lambdas, touched, made, monitor);
    }

    private static Optional<Lambda> lambda(InvokeDynamicInstruction dynamic) {
        return dynamic.bootstrapArgs().stream()
                .filter(DirectMethodHandleDesc.class::isInstance)
                .map(DirectMethodHandleDesc.class::cast)
                .map(handle -> new Lambda(
                        internal(dynamic.typeSymbol().returnType().descriptorString()),
                        new Method(
                                internal(handle.owner().descriptorString()),
                                handle.methodName(),
                                handle.lookupDescriptor())))
                .findFirst();
    }

    private static String internal(String descriptor) {
        return descriptor.startsWith("L") ? descriptor.substring(1, descriptor.length() - 1) : descriptor;
    }
}
