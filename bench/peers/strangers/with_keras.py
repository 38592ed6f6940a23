"""Networks through Keras, by its own export or by tf2onnx."""

import numpy as np
import sequences
import tables
from pictures import channels_last, cifar, mnist, raw, scaled
from stranger import Net

FIVE = (0, 1, 2, 4, 6)


def nets():
    return [
        Net("keras-prices", "MLP", lambda: tables.prices(2000, 500, 2000, seed=8), prices, epochs=40, loss="quantity", form="units", library="keras",
            inside="columns", file="csv", style="keras", names=("features", "price")),
        Net("keras-mnist", "plain CNN", lambda: channels_last(scaled(mnist(8000, 2000, 5000, half=True), [0.0], [1.0])), digits, epochs=4, library="keras",
            form="softmax", style="tf2onnx", names=("image", "digit")),
        Net("keras-bytes", "plain CNN", lambda: channels_last(raw(cifar(6000, 1500, 3000, classes=FIVE, half=True))), coloured, epochs=6, library="keras",
            form="softmax", inside="bytes", style="keras", names=("image", "scores")),
        Net("keras-separable", "depthwise CNN", lambda: channels_last(scaled(cifar(6000, 1500, 3000, classes=FIVE, half=True), [0.0], [1.0])),
            separable, "adamw", epochs=10, library="keras", style="tf2onnx", names=("image", "scores")),
        Net("keras-gru", "GRU", lambda: sequences.spoken_digits("speaker"), speakers, epochs=5, library="keras", form="softmax", style="tf2onnx",
            names=("frames", "speaker")),
    ]


def prices(layers, inputs, x, y):
    # Normalization is what Keras means for this; both exports leave its constants as inputs without values
    z = layers.Dense(64, activation="relu")(layers.BatchNormalization()(inputs))
    z = layers.Dense(1)(layers.Dense(32, activation="relu")(layers.Dropout(0.05)(z)))
    return layers.Rescaling(float(y.std()), float(y.mean()))(z)


def digits(layers, inputs, x, y):
    z = layers.MaxPooling2D()(layers.Conv2D(24, 3, padding="same", activation="relu")(inputs))
    z = layers.Conv2D(48, 3, padding="same", activation="relu")(z)
    z = layers.Dropout(0.3)(layers.Dense(64, activation="relu")(layers.Flatten()(z)))
    return layers.Dense(10, activation="softmax")(z)


def coloured(layers, inputs, x, y):
    z = layers.Rescaling(1 / 255)(inputs)
    for i, width in enumerate((24, 32, 64)):
        z = layers.BatchNormalization()(layers.Conv2D(width, 3, padding="same", use_bias=False)(z))
        z = layers.ReLU()(z)
        z = layers.MaxPooling2D()(z) if i < 2 else layers.GlobalAveragePooling2D()(z)
    return layers.Dense(5, activation="softmax")(z)


def separable(layers, inputs, x, y):
    z = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(24, 3, padding="same")(inputs)))
    for width in (32, 64):
        z = layers.SeparableConv2D(width, 3, padding="same", use_bias=False)(z)
        z = layers.MaxPooling2D()(layers.ReLU()(layers.BatchNormalization()(z)))
    return layers.Dense(5)(layers.GlobalAveragePooling2D()(z))


def speakers(layers, inputs, x, y):
    return layers.Dense(6, activation="softmax")(layers.GRU(40)(inputs))


def make(net, data, path):
    """Trains and exports; the loss of a quantity is divided by its variance, so that Adam starts well."""
    import keras
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    keras.utils.set_random_seed(net.seed)
    x, y = data.fed("train"), data.train[1]
    inputs = keras.Input(x.shape[1:], name=net.names[0])
    model = keras.Model(inputs, net.build(keras.layers, inputs, x, y))
    rates = {"adam": keras.optimizers.Adam, "adamw": keras.optimizers.AdamW}
    model.compile(rates[net.optimiser](net.rate), _loss(keras, net, y))
    model.fit(x, y, batch_size=net.batch, epochs=net.epochs, verbose=0)
    _leave(net, model, x, path, tf)


def _loss(keras, net, y):
    if net.loss == "quantity":
        spread = float(np.var(y))
        return lambda wanted, said: keras.ops.mean((keras.ops.reshape(wanted, (-1,)) - keras.ops.reshape(said, (-1,))) ** 2) / spread
    return keras.losses.SparseCategoricalCrossentropy(from_logits=net.form == "logits")


def _leave(net, model, x, path, tf):
    if net.style == "keras":
        model.export(path, format="onnx", verbose=False)
        return
    import tf2onnx

    signature = [tf.TensorSpec((None, *x.shape[1:]), tf.float32, name=net.names[0])]
    function = tf.function(lambda t: model(t, training=False), input_signature=signature)
    tf2onnx.convert.from_function(function, input_signature=signature, opset=17, output_path=path)
