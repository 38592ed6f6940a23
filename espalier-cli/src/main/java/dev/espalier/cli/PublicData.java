package dev.espalier.cli;

import java.net.URI;
import java.util.List;

/**
 * A public data set that can be brought here.
 *
 * @param name as {@code espalier data get} takes it
 * @param about what it is, and its terms
 * @param archive whether the one file is a tar.gz whose .bin files are wanted
 * @param files what to bring
 * @param yaml the DATA file that goes beside the folder
 */
record PublicData(String name, String about, boolean archive, List<Source> files, String yaml) {
  /**
   * @param uri where the publisher, or the mirror that others use, has it
   * @param md5 as published
   */
  record Source(URI uri, String md5) {
    String fileName() {
      String path = uri.getPath();
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }

  static final List<PublicData> ALL =
      List.of(
          new PublicData(
              "mnist",
              "handwritten digits, 60,000 + 10,000 images of 28x28 (LeCun, Cortes, Burges; CC BY-SA 3.0)",
              false,
              idx(
                  "https://ossci-datasets.s3.amazonaws.com/mnist/",
                  "f68b3c2dcbeaaa9fbdd348bbdeb94873",
                  "d53e105ee54ea40749a09fcbcd1e9432",
                  "9fb629c4189551a2d022fa330f9573f3",
                  "ec29112dd5afa0611ce80d1b7f02629c"),
              """
              format: idx
              path: mnist
              preprocess: {scale: 0.00392156862745098, mean: [0.1307], std: [0.3081]}
              """),
          new PublicData(
              "fashion-mnist",
              "clothes, 60,000 + 10,000 images of 28x28 (Xiao, Rasul, Vollgraf 2017; MIT)",
              false,
              idx(
                  "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
                  "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
                  "25c81989df183df01b3e8a0aad5dffbe",
                  "bef4ecab320f06d8554ea6380940ec79",
                  "bb300cfdad3c16e7a12a480ee83cd310"),
              """
              format: idx
              path: fashion-mnist
              preprocess: {scale: 0.00392156862745098, mean: [0.2860], std: [0.3530]}
              augment: {flip: horizontal}
              """),
          new PublicData(
              "cifar10",
              "things and animals, 50,000 + 10,000 colour images of 32x32 (Krizhevsky 2009)",
              true,
              List.of(
                  new Source(
                      URI.create("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"),
                      "c32a1d4ab5d03f1284b67883e8d87530")),
              """
              format: cifar10
              path: cifar10
              preprocess: {scale: 0.00392156862745098, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225]}
              augment: {flip: horizontal, crop: 4}
              """));

  private static List<Source> idx(String base, String... md5) {
    List<String> names =
        List.of("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1");
    return java.util.stream.IntStream.range(0, names.size())
        .mapToObj(i -> new Source(URI.create(base + names.get(i) + "-ubyte.gz"), md5[i]))
        .toList();
  }
}
